import { describe, expect, test } from "@jest/globals";
import { type SubscriptionOptions } from "../../../../../local/platform/subscriptions/options.js";
import {
  call,
  change,
  create,
  detailsOf,
  jsonOf,
  OAUTH_POLICY,
  runWithKey,
  subscribe,
  subscriptionBody,
} from "./harness.js";

const EVENTS = { productId: "cns", eventTypes: ["cns.outage.notify.freeform"] };
const V1 = { products: undefined, ...EVENTS };
const POLICY_WITH = (config: Record<string, unknown>) => ({
  securityPolicy: { ...OAUTH_POLICY, config: { ...OAUTH_POLICY.config, ...config } },
});
const OTHER_SPELLING = POLICY_WITH({ oAuthURL: undefined, oAuthUrl: "https://auth.example.test/t" });
const UNAVAILABLE = [{ productId: "eCheck", eventTypes: ["payments.payments.accepted"] }];

describe("a form on which the sources disagree", () => {
  test.each<[string, SubscriptionOptions, Record<string, unknown>, string, unknown]>([
    ["the body of v1", { v1Requests: "accepted" }, V1, "eventTypes", { products: [EVENTS] }],
    [
      "the event types of v1 beside the products",
      { v1Requests: "accepted" },
      { eventTypes: ["x"] },
      "eventTypes",
      { products: subscriptionBody()["products"] },
    ],
    [
      "a scope as an object",
      { scopeObject: "accepted" },
      { notificationScope: { scope: "CUSTOM", scopeData: "one,two" } },
      "notificationScope",
      { notificationScope: { scope: "CUSTOM", scopeData: "one,two" } },
    ],
    ["a flag at the top", { topLevelDeactivateflag: "ignored" }, { deactivateflag: "true" }, "deactivateflag", {}],
    [
      "products that aren't available",
      { unavailableProducts: "accepted" },
      { products: UNAVAILABLE },
      "products.0.productId",
      { products: UNAVAILABLE },
    ],
    [
      "the other spelling of the token URL",
      { oAuthUrlSpelling: "oAuthUrl" },
      OTHER_SPELLING,
      "securityPolicy.config.oAuthUrl",
      { securityPolicy: { config: { oAuthUrl: "https://auth.example.test/t" } } },
    ],
    [
      "the pinned credentials at another place",
      { pinnedKeyIdIn: "config" },
      POLICY_WITH({ keyId: "an-id" }),
      "securityPolicy.config.keyId",
      POLICY_WITH({ keyId: "an-id" }),
    ],
    [
      "members that no source has",
      { undocumentedMembers: "ignored" },
      { status: "ACTIVE", securityPolicy: { ...OAUTH_POLICY, proxyType: "external" } },
      "securityPolicy.proxyType",
      { status: "PENDING_REVIEW" },
    ],
  ])("is refused, or accepted by switch: %s", async (_, switches, more, field, expected) => {
    const refused = await create(await runWithKey(), more);
    expect([refused.status, detailsOf(refused)]).toEqual([
      400,
      expect.arrayContaining([{ field, reason: "INVALID_DATA" }]),
    ]);
    const accepted = await create(await runWithKey(switches), more);
    expect(accepted.status).toBe(201);
    expect(jsonOf(accepted)).toMatchObject(expected as object);
  });

  test("is refused by switch: deactivateFlag as a boolean", async () => {
    const retryPolicy = { deactivateFlag: true };
    const platform = await runWithKey({ booleanDeactivateFlag: "refused" });
    expect(detailsOf(await create(platform, { retryPolicy }))).toEqual([
      { field: "retryPolicy.deactivateFlag", reason: "INVALID_DATA" },
    ]);
    const webhookId = await subscribe(platform, { retryPolicy: { deactivateFlag: "true" } });
    expect((await change(platform, webhookId, { retryPolicy })).status).toBe(400);
  });

  test("is the same in PATCH", async () => {
    const platform = await runWithKey({ v1Requests: "accepted", scopeObject: "accepted", scopeForm: "object" });
    const webhookId = await subscribe(platform);
    const changed = jsonOf(await change(platform, webhookId, { ...EVENTS, notificationScope: { scope: "SELF" } }));
    expect(changed).toMatchObject({ products: [EVENTS], notificationScope: { scope: "SELF" } });
    platform.configureSubscriptions({ v1Requests: "refused", scopeObject: "refused" });
    expect(detailsOf(await change(platform, webhookId, { notificationScope: { scope: "SELF" } }))).toEqual([
      { field: "notificationScope", reason: "INVALID_DATA" },
    ]);
    expect((await change(platform, webhookId, EVENTS)).status).toBe(400);
  });
});

test("the route of v1 is unknown, or takes bodies of v1 by switch", async () => {
  const post = async (switches: SubscriptionOptions) =>
    call(await runWithKey(switches), "POST", "/notification-subscriptions/v1/webhooks", subscriptionBody(V1));
  const unknown = await post({});
  expect([unknown.status, unknown.text]).toEqual([404, '{"message":"The requested resource does not exist"}']);
  expect((await post({ v1Requests: "accepted" })).status).toBe(201);
});
