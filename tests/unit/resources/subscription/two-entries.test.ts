import { afterEach, expect, test } from "@jest/globals";
import { type Properties } from "../../../../provider/resources/protocol.js";
import { inputs, plain, type Site, startSite } from "../../../support/subscription-site.js";

/** Two entries of one state about the same subscription. Pulumi deletes the old one in this run, or in a later one. */

let site: Site;
let other: Site | undefined;
afterEach(async () => {
  await site.close();
  await other?.close();
  other = undefined;
});

test.each([
  ["takes over", false],
  ["adopts", true],
])(
  "a subscription that create %s isn't deleted with its old entry of the state, and is with its own",
  async (_what, isAdopted) => {
    site = await startSite();
    await site.up(inputs);
    const id = site.only();
    other = await startSite({}, { CYBERSOURCE_HOST: site.platform.origin });
    await other.up({ ...inputs, ...(isAdopted && { adopt: id }) });
    expect(other.state()?.id).toBe(id);
    await other.deleteOf(id, site.state()?.outputs ?? {});
    expect(site.only()).toBe(id);
    expect(other.told.join()).toContain("was not deleted: a resource of this stack still manages it");

    // Pulumi deletes the old entry in a later run if this one fails.
    other.restart();
    const news = { ...inputs, ...(isAdopted && { adopt: id }) };
    expect(await other.up(news)).toEqual([]);
    await other.deleteOf(id, site.state()?.outputs ?? {});
    expect(site.only()).toBe(id);
    await other.refresh();
    expect(await other.up({ ...news, description: "another" })).toEqual(["update"]);
    other.restart();
    expect(await other.up({ ...news, description: "another" })).toEqual([]);
    await other.deleteOf(id, site.state()?.outputs ?? {});
    expect(site.only()).toBe(id);
    await other.destroy();
    expect(site.held()).toEqual([]);
  },
);

test("a subscription that is imported under another name isn't deleted with its old entry of the state", async () => {
  site = await startSite();
  await site.up(inputs);
  const id = site.only();
  const importOf = async (): Promise<Properties> => plain(((await site.readOf(id, {})) as { props: unknown }).props);
  const [imported, again] = [await importOf(), await importOf()];
  for (const old of [site.state()?.outputs ?? {}, imported]) {
    site.restart();
    await site.compareOf(id, again, inputs);
    await site.deleteOf(id, old);
    expect(site.only()).toBe(id);
  }
  await site.deleteOf(id, again);
  expect(site.held()).toEqual([]);
});
