import { afterEach, describe, expect, test } from "@jest/globals";
import { type SubscriptionSwitchesInput } from "../../../../local/platform/subscriptions/options.js";
import { inputs, ORGANIZATION, PRODUCTS, type Site, startSite } from "../../../support/subscription-site.js";

/**
 * Where the vendor's documents and clients contradict each other or say nothing: what the resource does under each reading.
 * The switches of docs/local-subscriptions.md have a value for each of them.
 */

let site: Site;
afterEach(() => site.close());

const READINGS: readonly SubscriptionSwitchesInput[] = [
  { firstStatus: "INACTIVE" },
  { firstStatus: "ACTIVE" },
  { emptyList: "not-found" },
  { emptyList: "array" },
  { listForm: "array" },
  { listForm: "object" },
  { listFilters: "optional" },
  { listFilters: "required" },
  { statusAnswer: "status" },
  { statusAnswer: "empty" },
  { deleteStatus: 200 },
  { deleteStatus: 202 },
  { deleteStatus: 204 },
  { dates: "two-forms" },
  { dates: "iso" },
  { shape: "v2" },
  { shape: "v1" },
  { shape: "both" },
  { numbers: "number" },
  { numbers: "string" },
  { deactivateFlag: "string" },
  { deactivateFlag: "boolean" },
  { booleanDeactivateFlag: "accepted" },
  { booleanDeactivateFlag: "refused" },
  { algorithmCase: "upper" },
  { algorithmCase: "capitalized" },
  { scopeForm: "string" },
  { scopeForm: "object" },
  { productsForm: "array" },
  { productsForm: "object", productMembers: "ids", listFilters: "required" },
  { securityPolicyForm: "object" },
  { securityPolicyForm: "array" },
  { addsPort: true, lowerCasesHost: true, upperCasesSecurityType: true },
  { extraMembers: true },
  { extraMembers: false },
  { defaultScope: "DESCENDANTS" },
  { defaultScope: "SELF" },
  { withoutHealthUrl: "stays-inactive" },
  { withoutHealthUrl: "pings-webhook-url" },
  { patchInside: "replace" },
  { patchInside: "merge" },
  { duplicates: "product" },
  { duplicates: "product-and-event" },
];

test.each(READINGS)("the life of a subscription is the same: %j", async (switches) => {
  site = await startSite({ patchReview: "never", ...switches });
  const news = {
    ...inputs,
    webhookUrl: "https://Hooks.example.com/in",
    retryPolicy: { algorithm: "GEOMETRIC", firstRetry: 2, deactivateFlag: true },
  };
  expect(await site.up(news)).toEqual(["create"]);
  const { webhookId = "" } = site.held()[0] ?? {};
  expect(site.held()).toMatchObject([{ status: "ACTIVE", notificationScope: "SELF", retryPolicy: { firstRetry: 2 } }]);
  await site.refresh();
  expect(await site.up(news)).toEqual([]);

  site.platform.editSubscription(webhookId, { webhookUrl: "https://hooks.example.com/by-hand" });
  await site.refresh();
  site.requests();
  expect(await site.up(news)).toEqual(["update"]);
  expect(site.requests()[1]).toEqual({ action: "CHANGE_SUBSCRIPTION", body: { webhookUrl: news.webhookUrl } });
  await site.refresh();
  expect(await site.up(news)).toEqual([]);

  site.platform.removeSubscription(webhookId);
  await site.refresh();
  expect(site.state()).toBeUndefined();
  expect(await site.up(news)).toEqual(["create"]);
  await site.destroy();
  expect(site.held()).toEqual([]);
});

describe("a change of retryPolicy", () => {
  const changed = { ...inputs, retryPolicy: { firstRetry: 7 } };

  test("that the service takes is in the answer", async () => {
    site = await startSite({ patchRetryPolicy: "taken" });
    await site.up({ ...inputs, retryPolicy: { firstRetry: 1 } });
    await site.up(changed);
    expect(site.held()).toMatchObject([{ retryPolicy: { firstRetry: 7 } }]);
    expect(site.told.join()).not.toContain("kept its old value");
  });

  test("that it refuses fails each run, names the member, and leaves the state as it is", async () => {
    site = await startSite({ patchRetryPolicy: "refused" });
    await site.up({ ...inputs, retryPolicy: { firstRetry: 1 } });
    const before = site.state();
    const refusal =
      `ERR_SUBSCRIPTION_BAD_REQUEST: changing the subscription of ${ORGANIZATION} at ${new URL(site.platform.origin).host} ` +
      "failed: status 400 (INVALID_DATA), which names retryPolicy; correlation id correlation-";
    await expect(site.up(changed)).rejects.toThrow(refusal);
    await expect(site.up(changed)).rejects.toThrow(refusal);
    expect(site.state()).toEqual(before);
  });
});

describe("an organization without a signing key", () => {
  test("may not subscribe, and the error tells to look for it", async () => {
    site = await startSite({ signingKeyRequired: true });
    await expect(site.up(inputs)).rejects.toThrow(
      /^ERR_SUBSCRIPTION_BAD_REQUEST: .* \(KEY_NOT_FOUND\); .*that the organization has a signing key\.$/,
    );
  });

  test("may subscribe", async () => {
    site = await startSite({ signingKeyRequired: false });
    expect(await site.up(inputs)).toEqual(["create"]);
  });
});

describe("a product that isn't in the organization's list", () => {
  const products = [...PRODUCTS, { productId: "tomorrow", eventTypes: ["any.event"] }];

  test("is named if the service refuses it", async () => {
    site = await startSite();
    await expect(site.up({ ...inputs, products })).rejects.toThrow(
      `ERR_SUBSCRIPTION_PRODUCTS: ${ORGANIZATION} may not subscribe to tomorrow. Nothing was created. Correct the names, or ` +
        "ask the vendor to enable the product: `npx pulumi-cybersource-webhooks products --organization my_organization` lists what it may subscribe to.",
    );
  });

  test("is corrected if its name is like one in the list, and the refusal's own advice isn't repeated", async () => {
    site = await startSite();
    const misspelled = [
      { productId: "tokenManagment", eventTypes: ["tms.networktoken.updated"] },
      { productId: "tokenManagement", eventTypes: ["tms.networktoken.update"] },
    ];
    await expect(site.up({ ...inputs, products: misspelled })).rejects.toThrow(
      /may not subscribe to tokenManagment, tokenManagement: tms\.networktoken\.update\. Nothing was created\. Did you mean tokenManagement and tms\.networktoken\.updated\? .*\(ERR_SUBSCRIPTION_BAD_REQUEST: .*; correlation id correlation-\d+\)$/,
    );
  });

  test("is named among the first ones of very many", async () => {
    site = await startSite();
    const eventTypes = Array.from({ length: 500 }, (_, index) => `event-${index}`);
    const refusal = await site
      .up({ ...inputs, products: [{ productId: "tokenManagement", eventTypes }] })
      .then(String, String);
    expect(refusal).toContain("tokenManagement: event-19 and 480 more. Nothing was created. Correct");
    expect(refusal.length).toBeLessThan(2_000);
  });

  test("isn't taken for another real name that differs by a word", async () => {
    site = await startSite();
    const opposite = [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.deleted"] }];
    const refusal = await site.up({ ...inputs, products: opposite }).then(String, String);
    expect(refusal).toContain(
      "may not subscribe to tokenManagement: tms.networktoken.deleted. Nothing was created. Correct",
    );
  });

  test("is no error if the service takes it", async () => {
    site = await startSite({ unavailableProducts: "accepted" });
    expect(await site.up({ ...inputs, products })).toEqual(["create"]);
    expect(site.held()).toMatchObject([{ products }]);
  });
});

test.each([
  [{}, ["SET_STATUS"]],
  [{ healthCheckUrl: "https://hooks.example.com/up" }, ["SET_STATUS"]],
  [{ active: false }, []],
])("the status is set by a request, with and without a health URL: %j", async (given, expected) => {
  site = await startSite();
  await site.up({ ...inputs, ...given });
  const actions = site.requests().map(({ action }) => action);
  expect(actions.filter((action) => action === "SET_STATUS")).toEqual(expected);
});

test.each([400, 401, 403, 404, 409, 422])(
  "a status that the service refuses during a review fails no run, whatever the code: %i",
  async (statusRefusal) => {
    site = await startSite({
      statusRefusal,
      onSubscriptionRequest: ({ action, webhookId = "" }) => {
        if (action === "SET_STATUS") site.platform.editSubscription(webhookId, { status: "BLOCKED" });
      },
    });
    expect(await site.up(inputs)).toEqual(["create"]);
    expect(site.state()?.outputs).toMatchObject({ status: "BLOCKED" });
  },
);
