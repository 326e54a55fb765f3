import { afterEach, expect, test } from "@jest/globals";
import { type Properties } from "../../../../provider/resources/protocol.js";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

/** DELETE can be answered with 202: the service still lists the subscription for a while. */

let site: Site;
afterEach(() => site.close());

const replace = async (news: Properties): Promise<unknown> => {
  const { id = "", outputs = {} } = site.state() ?? {};
  site.restart();
  await site.deleteOf(id, outputs);
  return site.createOf(news);
};

test.each([
  ["the resource's own name", inputs],
  ["a name and a description of the program", { ...inputs, name: "orders", description: "all orders" }],
  ["`adopt`", { ...inputs, adopt: "the old one" }],
])("a replacement under %s waits until the old subscription is gone, and never takes it over", async (_what, given) => {
  site = await startSite({ deleteStatus: 202, deleteAfterMs: 150 }, {}, { backoffMs: () => 40 });
  await site.up({ ...given, adopt: undefined });
  const before = site.only();
  const news = { ...given, ...(Object.hasOwn(given, "adopt") && { adopt: before }) };
  const created = await replace(news);
  expect(created).toMatchObject({ id: site.only() });
  expect(site.only()).not.toBe(before);
  expect(site.held()).toMatchObject([{ status: "ACTIVE" }]);
  expect(site.told.join()).not.toContain("exists already");
});

test("a service that goes on listing what it deleted ends the run, and nothing is created", async () => {
  site = await startSite({ deleteStatus: 202, deleteAfterMs: 600_000 });
  await site.up(inputs);
  const before = site.only();
  site.requests();
  await expect(replace(inputs)).rejects.toThrow(
    `ERR_SUBSCRIPTION_EXISTS: this run deleted the subscription ${before} of my_organization, and the service still lists it. ` +
      "Nothing was created. Run `pulumi up` again once `npx pulumi-cybersource-webhooks subscriptions` no longer shows it.",
  );
  expect(site.requests().map(({ action }) => action)).toEqual([
    "DELETE_SUBSCRIPTION",
    ...Array<string>(6).fill("LIST_SUBSCRIPTIONS"),
  ]);
});

test("what someone else deleted before is told at the delete", async () => {
  site = await startSite();
  await site.up(inputs);
  const id = site.only();
  site.platform.removeSubscription(id);
  site.told.splice(0);
  await site.destroy();
  expect(site.told).toEqual([
    `The subscription ${id} of my_organization was gone already: someone else deleted it at the service, or an earlier ` +
      "run whose answer was lost. This run deleted nothing there, and removes it from the state.",
  ]);
});

test("a delete whose answer was lost, and that the retry finds done, was this run's own", async () => {
  site = await startSite();
  await site.up(inputs);
  site.told.splice(0);
  site.platform.fault({ kind: "answer", made: true, status: 503, body: "" }, 1, { action: "DELETE_SUBSCRIPTION" });
  await site.destroy();
  expect([site.told, site.held()]).toEqual([[], []]);
});

test.each(["destroy", "refresh"] as const)(
  "what an earlier run deleted without an answer isn't blamed on others alone by a %s",
  async (verb) => {
    site = await startSite();
    await site.up(inputs);
    site.platform.fault({ kind: "answer", made: true, status: 503, body: "" }, "always", {
      action: "DELETE_SUBSCRIPTION",
    });
    await expect(site.destroy()).rejects.toThrow(/^ERR_SUBSCRIPTION_UNAVAILABLE: /);
    site.platform.clearFaults();
    site.told.splice(0);
    await site[verb]();
    expect([site.told.length, site.told.join()]).toEqual([
      1,
      expect.stringContaining("or an earlier run whose answer was lost"),
    ]);
  },
);

test("what someone else deleted is told by a refresh, once, and the next run creates it", async () => {
  site = await startSite();
  await site.up(inputs);
  const id = site.only();
  site.platform.removeSubscription(id);
  site.told.splice(0);
  await site.refresh();
  expect(site.state()).toBeUndefined();
  await site.destroy();
  expect(site.told).toEqual([
    `The subscription ${id} of my_organization no longer exists at the service: someone else deleted it, or an earlier run ` +
      "whose answer was lost. Pulumi removes it from the state.",
  ]);
  expect(await site.up(inputs)).toEqual(["create"]);
});

test("what was deleted and shares no product isn't waited for", async () => {
  site = await startSite({ deleteStatus: 202, deleteAfterMs: 600_000 });
  await site.up(inputs);
  site.requests();
  await replace({ ...inputs, products: [{ productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] }] });
  expect(site.requests().filter(({ action }) => action === "LIST_SUBSCRIPTIONS")).toHaveLength(1);
  expect(site.told.join()).not.toContain("carries this resource's own name");
});
