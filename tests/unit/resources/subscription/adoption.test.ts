import { afterEach, describe, expect, test } from "@jest/globals";
import { inputs, ORGANIZATION, type Site, startSite } from "../../../support/subscription-site.js";

const OLD_ENTRY =
  "If this run fails and leaves an older entry about it in the state, remove that with a `pulumi up` without --target, or with " +
  "`pulumi state delete`: `pulumi destroy --target` would delete the subscription.";

let site: Site;
let other: Site | undefined;
afterEach(async () => {
  await site.close();
  await other?.close();
  other = undefined;
});

const code = (expected: string) => expect.stringMatching(new RegExp(`^${expected}: `));

describe("another's subscription", () => {
  test("in the way is named with the way to adopt it, and not taken", async () => {
    site = await startSite();
    await site.up({ ...inputs, name: "by hand", __ownName: "another" });
    const id = site.only();
    await site.destroy().catch(() => undefined);
    await site.up({ ...inputs, name: "by hand", __ownName: "another" });
    const there = site.only();
    expect(there).not.toBe(id);
    other = await startSite({}, { CYBERSOURCE_HOST: site.platform.origin });
    await expect(other.up(inputs)).rejects.toMatchObject({ message: code("ERR_SUBSCRIPTION_EXISTS") });
    await expect(other.up(inputs)).rejects.toThrow(`adopt: "${there}"`);
    expect(other.state()).toBeUndefined();
    expect(site.only()).toBe(there);
  });

  test("is adopted without a change, and differs only in what the program gives otherwise", async () => {
    site = await startSite();
    await site.up(inputs);
    const id = site.only();
    other = await startSite({}, { CYBERSOURCE_HOST: site.platform.origin });
    site.requests();
    await other.up({ ...inputs, adopt: id });
    expect(site.requests().map(({ action }) => action)).toEqual(["READ_SUBSCRIPTION"]);
    expect(other.state()?.id).toBe(id);
    expect(await other.up({ ...inputs, adopt: id })).toEqual([]);
    expect(await other.up({ ...inputs, adopt: id, description: "new" })).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ description: "new" }]);
  });

  test("is adopted with a notice of what the next run sends, which that run's preview says, too", async () => {
    site = await startSite();
    await site.up(inputs);
    const id = site.only();
    other = await startSite(
      {},
      {
        CYBERSOURCE_HOST: site.platform.origin,
        "cybersource-webhooks:connections": JSON.stringify({ same: { host: site.platform.origin } }),
      },
    );
    const news = { ...inputs, adopt: id, description: "new", active: false };
    await other.up({ ...inputs, adopt: id });
    expect(other.told).toEqual([
      `The subscription ${id} of ${ORGANIZATION} was adopted as it is. Nothing was changed. ${OLD_ENTRY}`,
    ]);
    expect(await other.up({ ...inputs, adopt: id })).toEqual([]);
    expect(other.told).toHaveLength(1);
    await other.close();

    other = await startSite({}, { CYBERSOURCE_HOST: site.platform.origin });
    await other.up(news);
    expect(other.told).toEqual([
      `The subscription ${id} of ${ORGANIZATION} was adopted as it is. The next \`up\` sends what your program gives ` +
        `differently: description, active. ${OLD_ENTRY}`,
    ]);
    expect(await other.changes(news)).toBe(true);
    expect(other.told.slice(1)).toEqual([
      `Your program gives description, active of the subscription ${id} differently: \`up\` sends that.`,
    ]);
    expect(await other.changes({ ...inputs, adopt: id, connection: "same" })).toBe(true);
    expect(other.told).toHaveLength(2);
    expect(await other.up(news)).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ description: "new", status: "INACTIVE" }]);
    expect(await other.up({ ...news, description: "newer" })).toEqual(["update"]);
    expect(other.told).toHaveLength(2);
  });

  test("of another organization is not adopted", async () => {
    site = await startSite();
    await site.up(inputs);
    other = await startSite({}, { CYBERSOURCE_HOST: site.platform.origin });
    await expect(other.up({ ...inputs, organizationId: "elsewhere", adopt: site.only() })).rejects.toMatchObject({
      message: code("ERR_SUBSCRIPTION_FOREIGN"),
    });
  });

  test("that doesn't exist is not adopted: a new one is created, and that is told", async () => {
    site = await startSite();
    await site.up({ ...inputs, adopt: "nowhere" });
    expect(site.state()?.id).toBe(site.only());
    expect(site.told.join()).toContain("doesn't have");
  });
});
