import { afterEach, describe, expect, test } from "@jest/globals";
import { type Properties } from "../../../../provider/resources/protocol.js";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
afterEach(() => site.close());

/** A create whose answer is lost, in a run that can't list what it made; then the next run. */
const loseCreate = async (news: Properties): Promise<void> => {
  site.platform.fault({ kind: "reset", made: true }, 1, { action: "CREATE_SUBSCRIPTION" });
  site.platform.fault({ kind: "answer", made: false, status: 503, body: "" }, 5, {
    action: "LIST_SUBSCRIPTIONS",
    after: 1,
  });
  await expect(site.up(news)).rejects.toThrow(/^ERR_OUTCOME_UNKNOWN: /);
  site.platform.clearFaults();
  site.restart();
};

describe("a lost create whose program is corrected before the next run", () => {
  test("to another product is named, with what to do", async () => {
    site = await startSite();
    await loseCreate(inputs);
    const lost = site.only();
    await site.up({ ...inputs, products: [{ productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] }] });
    expect(site.state()?.id).not.toBe(lost);
    expect(site.told).toContain(
      `warning: The subscription ${lost} of my_organization carries this resource's own name, but differs from it, and Pulumi ` +
        "creates another one. If an earlier run ended with ERR_OUTCOME_UNKNOWN, it created that subscription, and nothing " +
        `manages it. To delete it, declare another resource with \`adopt: "${lost}"\`, run \`pulumi up\`, remove that resource, ` +
        "and run it again. If a resource of the same name manages it, in another component, stack or backend, leave it.",
    );
    // As the warning says.
    const other = await site.createOf({ ...inputs, __ownName: "another", adopt: lost });
    expect(other).toMatchObject({ id: lost });
  });

  test("to another URL is named as its own, with what differs and how to adopt it", async () => {
    site = await startSite({ patchReview: "never" });
    await loseCreate(inputs);
    const news = { ...inputs, webhookUrl: "https://hooks.example.com/corrected" };
    await expect(site.up(news)).rejects.toThrow(
      `ERR_SUBSCRIPTION_EXISTS: the subscription ${site.only()} of my_organization carries this resource's own name and already ` +
        "delivers a product and event of it, but differs in webhookUrl. Nothing was created. If an earlier run ended with " +
        `ERR_OUTCOME_UNKNOWN, it created this subscription: set \`adopt: "${site.only()}"\`, run \`pulumi up\`, and run it again ` +
        "to send what differs. If a resource of the same name manages it, in another component, stack or backend, give the two " +
        "different names and events.",
    );
    await site.up({ ...news, adopt: site.only() });
    expect(await site.up({ ...news, adopt: site.only() })).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ webhookUrl: news.webhookUrl, status: "ACTIVE" }]);
  });

  test("by a name of its own is named too", async () => {
    site = await startSite();
    await loseCreate(inputs);
    await expect(site.up({ ...inputs, name: "orders", description: "all orders" })).rejects.toThrow(
      "but differs in name, description. Nothing was created.",
    );
  });
});

test("what another resource of the run manages isn't warned of", async () => {
  site = await startSite();
  await site.up(inputs);
  await site.createOf({
    ...inputs,
    products: [{ productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] }],
  });
  expect(site.told.join()).not.toContain("carries this resource's own name");
});

test("a subscription of another organization isn't taken over, whatever its name", async () => {
  let owner = "my_organization";
  site = await startSite({ rewrite: (subscription) => ({ ...subscription, organizationId: owner }) });
  await loseCreate(inputs);
  owner = "another";
  await expect(site.up(inputs)).rejects.toThrow(
    /^ERR_SUBSCRIPTION_EXISTS: .* already delivers a product and event of this one/,
  );
});

describe("two resources with one own name, created at the same time", () => {
  const codes = (results: readonly PromiseSettledResult<unknown>[]) =>
    results.map((result) =>
      result.status === "fulfilled"
        ? "created"
        : (String(result.reason).match(/ERR_\w+: another resource/)?.[0] ?? String(result.reason)),
    );
  const bothOf = (one: Properties, other: Properties) => Promise.allSettled([site.createOf(one), site.createOf(other)]);

  test.each(["CREATE_SUBSCRIPTION", "SET_STATUS", "READ_SUBSCRIPTION"])(
    "never end with one subscription, however late the answer of %s",
    async (action) => {
      site = await startSite();
      site.platform.fault({ kind: "delay", made: true, beforeHeadersMs: 300 }, 1, { action });
      const first = site.createOf(inputs);
      await new Promise((resolve) => setTimeout(resolve, 150));
      const results = await Promise.allSettled([first, site.createOf(inputs)]);
      expect(codes(results)).toEqual(["created", "ERR_SUBSCRIPTION_EXISTS: another resource"]);
      expect(site.held()).toHaveLength(1);
    },
  );

  test("nor if both are the same and begin at once", async () => {
    site = await startSite();
    const results = await bothOf(inputs, inputs);
    expect(codes(results)).toEqual(["created", "ERR_SUBSCRIPTION_EXISTS: another resource"]);
  });

  test("nor if one adopts what the other takes over", async () => {
    site = await startSite();
    await loseCreate(inputs);
    site.platform.fault({ kind: "delay", made: true, beforeHeadersMs: 300 }, 1, { action: "SET_STATUS" });
    const first = site.createOf(inputs);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const results = await Promise.allSettled([first, site.createOf({ ...inputs, __ownName: "x", adopt: site.only() })]);
    expect(codes(results)).toEqual(["created", "ERR_SUBSCRIPTION_EXISTS: another resource"]);
  });
});

test("an id in another letter case is the same subscription for the whole run", async () => {
  let isUpper = false;
  site = await startSite({
    rewrite: (subscription) =>
      isUpper ? { ...subscription, webhookId: String(subscription["webhookId"]).toUpperCase() } : subscription,
  });
  await site.up(inputs);
  isUpper = true;
  site.restart();
  expect(await site.up(inputs)).toEqual([]);
  const id = site.only();
  await expect(site.createOf(inputs)).rejects.toThrow("another resource of this program already manages");
  // The local platform knows ids in one letter case only.
  const body = JSON.stringify({ webhookId: id.toUpperCase(), organizationId: "my_organization", status: "ACTIVE" });
  site.platform.fault({ kind: "answer", made: false, status: 200, body }, 1, { action: "READ_SUBSCRIPTION" });
  await expect(site.createOf({ ...inputs, __ownName: "x", adopt: id.toUpperCase() })).rejects.toThrow(
    "another resource of this program already manages",
  );
});
