import { expect, test } from "@jest/globals";
import { type SubscriptionOptions } from "../../../../../local/platform/subscriptions/options.js";
import { OAUTH_POLICY, call, jsonOf, list, read, runWithKey, subscribe } from "./harness.js";

const SENT = {
  webhookUrl: "https://Hook.example.test/In?a=B",
  healthCheckUrl: "https://hook.example.test:8443/up",
  retryPolicy: { numberOfRetries: 5, deactivateFlag: "true", additionalAttributes: [{ a: "b" }] },
  securityPolicy: OAUTH_POLICY,
};
const EVENTS = { productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] };

test.each<[string, SubscriptionOptions, Record<string, unknown>]>([
  ["as it was sent", {}, { webhookUrl: SENT.webhookUrl, healthCheckUrl: SENT.healthCheckUrl, products: [EVENTS] }],
  [
    "with a port",
    { addsPort: true },
    { webhookUrl: "https://Hook.example.test:443/In?a=B", healthCheckUrl: SENT.healthCheckUrl },
  ],
  ["with the host in lower case", { lowerCasesHost: true }, { webhookUrl: "https://hook.example.test/In?a=B" }],
  [
    "with the port of the token URL",
    { addsPort: true, lowerCasesHost: true },
    {
      securityPolicy: expect.objectContaining({
        config: expect.objectContaining({ oAuthURL: "https://auth.example.test:443/token" }),
      }),
    },
  ],
  [
    "in upper case",
    { upperCasesSecurityType: true },
    { securityPolicy: expect.objectContaining({ securityType: "OAUTH" }) },
  ],
  [
    "with a list of policies",
    { securityPolicyForm: "array" },
    { securityPolicy: [{ security_id: expect.any(String), security_type: "oAuth" }] },
  ],
  [
    "with strings for numbers",
    { numbers: "string" },
    {
      retryPolicy: expect.objectContaining({
        numberOfRetries: "5",
        interval: "1",
        additionalAttributes: [{ a: "b" }],
      }),
    },
  ],
  [
    "with the flag as string",
    {},
    { retryPolicy: expect.objectContaining({ numberOfRetries: 5, deactivateFlag: "true" }) },
  ],
  [
    "with the flag as boolean",
    { deactivateFlag: "boolean" },
    { retryPolicy: expect.objectContaining({ deactivateFlag: true }) },
  ],
  ["with the scope as object", { scopeForm: "object" }, { notificationScope: { scope: "SELF" } }],
  [
    "with the algorithm in one upper-case letter",
    { algorithmCase: "capitalized" },
    { retryPolicy: expect.objectContaining({ algorithm: "Arithmetic" }) },
  ],
  ["in both shapes", { shape: "both" }, { ...EVENTS, products: [EVENTS] }],
  ["with what the service adds", {}, { version: "3", deliveryType: "nrtdCentral" }],
])("a subscription is written %s", async (_, switches, expected) => {
  const platform = await runWithKey(switches);
  expect(jsonOf(await read(platform, await subscribe(platform, SENT)))).toMatchObject(expected);
});

test("the v1 shape has no list of products, unless there are several", async () => {
  const platform = await runWithKey({ shape: "v1" });
  const one = jsonOf(await read(platform, await subscribe(platform)));
  expect(one).toMatchObject(EVENTS);
  expect(Object.keys(one)).not.toContain("products");
  const products = ["cns", "recurringBilling"].map((productId) => ({
    productId,
    eventTypes: [productId === "cns" ? "cns.outage.notify.freeform" : "rbs.subscriptions.charge.failed"],
  }));
  expect(jsonOf(await read(platform, await subscribe(platform, { products })))).toMatchObject({ products });
});

test("the members that the specification lacks can be left out", async () => {
  const platform = await runWithKey({ extraMembers: false });
  const found = jsonOf(await read(platform, await subscribe(platform)));
  expect(found["securityPolicy"]).toEqual({ securityType: "key" });
  expect(Object.keys(found)).not.toContain("version");
});

test("a test may rewrite every subscription of an answer, and nothing that is held", async () => {
  const rewrite = ({ name, ...rest }: Record<string, unknown>) => ({ ...rest, title: name });
  const platform = await runWithKey({ rewrite });
  const webhookId = await subscribe(platform);
  expect(jsonOf(await read(platform, webhookId))).toMatchObject({ title: "orders" });
  expect(JSON.parse((await list(platform)).text)).toMatchObject([{ title: "orders" }]);
  expect(platform.subscriptions()[0]?.name).toBe("orders");
});

test("the list of products has encrypted events, a product without events and a repeated event", async () => {
  const platform = await runWithKey();
  const { text } = await call(platform, "GET", "/notification-subscriptions/v2/products/merchantName");
  const products = JSON.parse(text) as {
    productId: string;
    eventTypes: { eventName: string; payloadEncryption: boolean }[];
  }[];
  expect(products.find(({ productId }) => productId === "transactionSearch")?.eventTypes).toEqual([]);
  const encrypted = products.filter(({ eventTypes }) => eventTypes.some(({ payloadEncryption }) => payloadEncryption));
  expect(encrypted.map(({ productId }) => productId)).toEqual(["payments", "unifiedCheckout"]);
  const names = products.flatMap(({ eventTypes }) => eventTypes.map(({ eventName }) => eventName));
  expect(names.length - new Set(names).size).toBe(1);
});
