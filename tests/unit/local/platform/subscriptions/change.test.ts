import { describe, expect, test } from "@jest/globals";
import { type SubscriptionSwitchesInput } from "../../../../../local/platform/subscriptions/options.js";
import {
  OAUTH_POLICY,
  URL_OF_HOOK,
  change,
  detailsOf,
  jsonOf,
  read,
  runWithKey,
  setStatus,
  subscribe,
} from "./harness.js";

const OTHER_URL = "https://other.example.test/in";
/** A subscription that has been through its review. */
const settled = async (switches: SubscriptionSwitchesInput = {}, more: Record<string, unknown> = {}) => {
  const platform = await runWithKey({ firstStatus: "INACTIVE", ...switches });
  return { platform, webhookId: await subscribe(platform, more) };
};

describe("PATCH", () => {
  test("changes what is sent, leaves the rest, and answers with the whole and updatedOn", async () => {
    const { platform, webhookId } = await settled();
    const reply = await change(platform, webhookId, { name: "shop", notificationScope: "DESCENDANTS" });
    expect(reply.status).toBe(200);
    expect(jsonOf(reply)).toMatchObject({
      webhookId,
      name: "shop",
      description: "orders of the shop",
      notificationScope: "DESCENDANTS",
      status: "INACTIVE",
      updatedOn: "2026-01-15 12:34:56.792",
    });
    const found = jsonOf(await read(platform, webhookId));
    expect(Object.keys(found)).not.toContain("updatedOn");
    expect({ ...found, updatedOn: jsonOf(reply)["updatedOn"] }).toEqual(jsonOf(reply));
    expect(platform.journal.at(-2)).toMatchObject({ action: "CHANGE_SUBSCRIPTION", acted: true });
  });

  test.each([
    ["status", { status: "ACTIVE" }],
    ["webhookId", { webhookId: "x" }],
    ["organizationId", { organizationId: "another" }],
    ["products.0.productId", { products: [{ productId: "eCheck", eventTypes: ["x"] }] }],
    ["webhookUrl", { webhookUrl: "http://hook.example.test/" }],
  ])("refuses %s that may not be changed so", async (field, body) => {
    const { platform, webhookId } = await settled();
    const reply = await change(platform, webhookId, { name: "shop", ...body });
    expect([reply.status, detailsOf(reply)]).toEqual([400, [{ field, reason: "INVALID_DATA" }]]);
    expect(platform.subscriptions()[0]).toMatchObject({ name: "orders" });
  });

  test("refuses a product that another subscription has", async () => {
    const { platform, webhookId } = await settled();
    await subscribe(platform, { products: [{ productId: "cns", eventTypes: ["cns.outage.notify.freeform"] }] });
    const products = [{ productId: "cns", eventTypes: ["cns.report.keyExpiration.detail"] }];
    expect(jsonOf(await change(platform, webhookId, { products }))["message"]).toBe("Record already exists");
  });

  test.each([
    ["taken", 200, 9],
    ["ignored", 200, 3],
    ["refused", 400, 3],
  ] as const)("has retryPolicy %s by switch", async (patchRetryPolicy, status, numberOfRetries) => {
    const { platform, webhookId } = await settled({ patchRetryPolicy });
    expect((await change(platform, webhookId, { retryPolicy: { numberOfRetries: 9 } })).status).toBe(status);
    expect(platform.subscriptions()[0]?.retryPolicy.numberOfRetries).toBe(numberOfRetries);
  });

  test("replaces products and policies, or merges them by switch", async () => {
    const event = (name: string) => [{ productId: "tokenManagement", eventTypes: [`tms.networktoken.${name}`] }];
    const policy = (additionalConfig: object) => ({
      securityPolicy: { ...OAUTH_POLICY, config: { ...OAUTH_POLICY.config, additionalConfig } },
    });
    const outcome = async (patchInside: "replace" | "merge") => {
      const { platform, webhookId } = await settled({ patchInside }, policy({ scope: "s" }));
      const retryPolicy = { interval: 7 };
      await change(platform, webhookId, { retryPolicy: { numberOfRetries: 9 } });
      const body = { products: event("binding"), ...policy({ keyId: "k" }), retryPolicy };
      return jsonOf(await change(platform, webhookId, body));
    };
    expect(await outcome("replace")).toMatchObject({
      products: event("binding"),
      retryPolicy: { interval: 7, numberOfRetries: 3 },
      securityPolicy: { config: { additionalConfig: { keyId: "k" } } },
    });
    expect(await outcome("merge")).toMatchObject({
      products: [{ eventTypes: ["tms.networktoken.updated", "tms.networktoken.binding"] }],
      retryPolicy: { interval: 7, numberOfRetries: 9 },
      securityPolicy: { config: { additionalConfig: { keyId: "k", scope: "s" } } },
    });
  });

  const changedPolicy = { ...OAUTH_POLICY, config: { ...OAUTH_POLICY.config, oAuthURL: OTHER_URL } };
  test.each([
    ["a new webhookUrl", { webhookUrl: OTHER_URL }, "PENDING_REVIEW", "PENDING_REVIEW"],
    ["a new healthCheckUrl", { healthCheckUrl: OTHER_URL }, "PENDING_REVIEW", "PENDING_REVIEW"],
    ["a new oAuthURL", { securityPolicy: changedPolicy }, "PENDING_REVIEW", "PENDING_REVIEW"],
    ["the same webhookUrl", { webhookUrl: URL_OF_HOOK }, "INACTIVE", "PENDING_REVIEW"],
    ["the same oAuthURL", { securityPolicy: OAUTH_POLICY }, "INACTIVE", "PENDING_REVIEW"],
    ["a name", { name: "shop" }, "INACTIVE", "INACTIVE"],
  ])("with %s leads to the right status by each switch", async (_, body, byChange, byPresence) => {
    for (const [patchReview, status] of [
      ["changed-url", byChange],
      ["any-url", byPresence],
      ["never", "INACTIVE"],
    ] as const) {
      const { platform, webhookId } = await settled({ patchReview }, { securityPolicy: OAUTH_POLICY });
      expect(jsonOf(await change(platform, webhookId, body))).toMatchObject({ status });
    }
  });
});

describe("PUT of the status", () => {
  test("switches on and off", async () => {
    const { platform, webhookId } = await settled();
    const reply = await setStatus(platform, webhookId, "ACTIVE");
    expect([reply.status, reply.text]).toEqual([200, '{"status":"ACTIVE"}']);
    expect(platform.subscriptions()[0]?.status).toBe("ACTIVE");
    await setStatus(platform, webhookId, "INACTIVE");
    expect(platform.subscriptions()[0]?.status).toBe("INACTIVE");
  });

  test("answers without a body by switch", async () => {
    const { platform, webhookId } = await settled({ statusAnswer: "empty" });
    const reply = await setStatus(platform, webhookId, "ACTIVE");
    expect([reply.status, reply.text]).toEqual([200, ""]);
  });

  test.each(["SUSPENDED", "PENDING_REVIEW", "active"])("does not take %s", async (status) => {
    const { platform, webhookId } = await settled();
    expect((await setStatus(platform, webhookId, status)).status).toBe(400);
  });

  test.each([
    ["PENDING_REVIEW", 400, {}],
    ["BLOCKED", 400, {}],
    ["PENDING_REVIEW", 422, { statusRefusal: 422 }],
  ] as const)("is refused in %s, with %d by switch", async (status, code, switches) => {
    const { platform, webhookId } = await settled(switches);
    platform.editSubscription(webhookId, { status });
    expect((await setStatus(platform, webhookId, "ACTIVE")).status).toBe(code);
    expect(platform.subscriptions()[0]?.status).toBe(status);
  });
});

test("a change by hand is seen as any other", async () => {
  const { platform, webhookId } = await settled();
  platform.editSubscription(webhookId, { name: "by hand", status: "ACTIVE" });
  expect(jsonOf(await read(platform, webhookId))).toMatchObject({ name: "by hand", status: "ACTIVE" });
  platform.removeSubscription(webhookId);
  expect((await read(platform, webhookId)).status).toBe(404);
  expect(() => platform.editSubscription(webhookId, {})).toThrow("There is no subscription");
});
