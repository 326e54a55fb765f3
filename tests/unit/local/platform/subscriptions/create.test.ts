import { describe, expect, test } from "@jest/globals";
import { START, runPlatform } from "../harness.js";
import {
  OAUTH_POLICY,
  call,
  create,
  detailsOf,
  jsonOf,
  runWithKey,
  subscriptionBody,
  URL_OF_HOOK,
  WEBHOOKS,
} from "./harness.js";

describe("creating a subscription", () => {
  test("answers 201 with what was sent, the documented defaults and the members of the service", async () => {
    const platform = await runWithKey();
    const reply = await create(platform, { healthCheckUrl: "https://hook.example.test/up" });
    expect(reply.status).toBe(201);
    const { webhookId, ...rest } = jsonOf(reply);
    expect(webhookId).toMatch(/^[0-9a-f-]{36}$/);
    expect(rest).toEqual({
      ...subscriptionBody(),
      healthCheckUrl: "https://hook.example.test/up",
      retryPolicy: {
        algorithm: "ARITHMETIC",
        firstRetry: 1,
        interval: 1,
        numberOfRetries: 3,
        deactivateFlag: "false",
        repeatSequenceCount: 0,
        repeatSequenceWaitTime: 0,
      },
      securityPolicy: { securityType: "key", digitalSignatureEnabled: "yes", proxyType: "external" },
      status: "PENDING_REVIEW",
      createdOn: START.toISOString(),
      version: "3",
      deliveryType: "nrtdCentral",
    });
    expect(platform.subscriptions("merchantName")).toMatchObject([{ webhookId, status: "PENDING_REVIEW" }]);
  });

  test.each(["PENDING_REVIEW", "INACTIVE", "ACTIVE"] as const)("begins with %s by switch", async (firstStatus) => {
    const platform = await runWithKey({ firstStatus });
    expect(jsonOf(await create(platform))).toMatchObject({ status: firstStatus });
  });

  test.each([
    [{}, "DESCENDANTS"],
    [{ defaultScope: "SELF" }, "SELF"],
  ] as const)("with %p has the scope %s if none is sent", async (switches, scope) => {
    const platform = await runWithKey(switches);
    const reply = await create(platform, { notificationScope: undefined });
    expect(jsonOf(reply)).toMatchObject({ notificationScope: scope });
  });

  test("takes an OAuth policy and echoes it whole", async () => {
    const platform = await runWithKey();
    const config = { ...OAUTH_POLICY.config, oAuthTokenExpiry: "365", additionalConfig: { keyId: "a", scope: "b" } };
    const reply = await create(platform, { securityPolicy: { securityType: "oAuth", config } });
    expect(jsonOf(reply)["securityPolicy"]).toMatchObject({ securityType: "oAuth", config });
  });
});

describe("a body that doesn't fit is answered with 400 and the fields", () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ["an unknown member", { active: true }, "active", "INVALID_DATA"],
    ["the v1 shape", { productId: "cns", eventTypes: ["x"], products: undefined }, "products", "MISSING_FIELD"],
    ["no name", { name: undefined }, "name", "MISSING_FIELD"],
    ["no products", { products: [] }, "products", "INVALID_DATA"],
    ["no events", { products: [{ productId: "cns", eventTypes: [] }] }, "products.0.eventTypes", "INVALID_DATA"],
    ["a plain http URL", { webhookUrl: "http://hook.example.test/in" }, "webhookUrl", "INVALID_DATA"],
    ["userinfo in a URL", { webhookUrl: "https://a:b@hook.example.test/in" }, "webhookUrl", "INVALID_DATA"],
    ["a number as string", { retryPolicy: { firstRetry: "1" } }, "retryPolicy.firstRetry", "INVALID_DATA"],
    ["a status", { status: "ACTIVE" }, "status", "INVALID_DATA"],
    [
      "another security type",
      { securityPolicy: { securityType: "none" } },
      "securityPolicy.securityType",
      "INVALID_DATA",
    ],
    [
      "oAuth without a URL",
      { securityPolicy: { securityType: "oAuth", config: { oAuthTokenType: "Bearer" } } },
      "securityPolicy.config.oAuthURL",
      "MISSING_FIELD",
    ],
    [
      "oAuth_JWT without its claims",
      { securityPolicy: { ...OAUTH_POLICY, securityType: "oAuth_JWT" } },
      "securityPolicy.config.additionalConfig",
      "MISSING_FIELD",
    ],
    [
      "a product it may not have",
      { products: [{ productId: "eCheck", eventTypes: ["x"] }] },
      "products.0.productId",
      "INVALID_DATA",
    ],
    [
      "an event it may not have",
      { products: [{ productId: "cns", eventTypes: ["x"] }] },
      "products.0.eventTypes.0",
      "INVALID_DATA",
    ],
  ])("%s", async (_, more, field, reason) => {
    const platform = await runWithKey();
    const reply = await create(platform, more);
    expect(reply.status).toBe(400);
    expect(detailsOf(reply)).toContainEqual({ field, reason });
    expect(platform.subscriptions()).toEqual([]);
    expect(platform.journal.at(-1)).toMatchObject({ action: "CREATE_SUBSCRIPTION", status: 400, acted: false });
  });

  test("a body that isn't JSON, or isn't called JSON", async () => {
    const platform = await runWithKey();
    expect(detailsOf(await call(platform, "POST", WEBHOOKS))).toEqual([
      { field: "content-type", reason: "MISSING_FIELD" },
    ]);
    expect((await call(platform, "POST", WEBHOOKS, "text")).status).toBe(400);
  });

  test.each([
    ["required", undefined, "MISSING_FIELD"],
    ["refused", 365, "INVALID_DATA"],
  ] as const)("a token expiry that is %s by switch", async (oAuthTokenExpiry, value, reason) => {
    const platform = await runWithKey({ oAuthTokenExpiry });
    const config = { ...OAUTH_POLICY.config, oAuthTokenExpiry: value };
    const reply = await create(platform, { securityPolicy: { ...OAUTH_POLICY, config } });
    expect(detailsOf(reply)).toEqual([{ field: "securityPolicy.config.oAuthTokenExpiry", reason }]);
  });
});

describe("an organization", () => {
  test("without a signing key may not subscribe, unless by switch", async () => {
    const strict = await create(await runPlatform());
    expect([strict.status, jsonOf(strict)["reason"]]).toEqual([400, "KEY_NOT_FOUND"]);
    const lenient = await create(await runPlatform({ subscriptions: { signingKeyRequired: false } }));
    expect(lenient.status).toBe(201);
  });

  test("may subscribe to plain http on loopback", async () => {
    const platform = await runWithKey();
    expect((await create(platform, { webhookUrl: "http://127.0.0.1:9/in" })).status).toBe(201);
  });

  test("has one subscription for each product, or by switch for each event", async () => {
    const other = { products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.binding"] }] };
    const byProduct = await runWithKey();
    await create(byProduct);
    const reply = await create(byProduct, { ...other, webhookUrl: `${URL_OF_HOOK}2` });
    expect([reply.status, jsonOf(reply)["message"]]).toEqual([400, "Record already exists"]);
    expect(byProduct.subscriptions()).toHaveLength(1);

    const byEvent = await runWithKey({ duplicates: "product-and-event" });
    await create(byEvent);
    expect((await create(byEvent, other)).status).toBe(201);
    expect((await create(byEvent)).status).toBe(400);
  });

  test("can have a list of products of its own", async () => {
    const eventTypes = [
      { eventName: "x.y", displayName: "X", frequency: -1, timeSensitivity: false, payloadEncryption: true },
    ];
    const products = { merchantName: [{ productId: "own", productName: "Own", eventTypes }] };
    const platform = await runWithKey({ products, encryptionKeyRequired: false });
    const reply = await call(platform, "GET", "/notification-subscriptions/v2/products/merchantName");
    expect(JSON.parse(reply.text)).toEqual(products.merchantName);
    expect((await create(platform)).status).toBe(400);
    expect((await create(platform, { products: [{ productId: "own", eventTypes: ["x.y"] }] })).status).toBe(201);
  });
});
