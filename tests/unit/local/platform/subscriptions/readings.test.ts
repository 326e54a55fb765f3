import { describe, expect, test } from "@jest/globals";
import { type Platform } from "../../../../../local/platform/server.js";
import { type SubscriptionOptions } from "../../../../../local/platform/subscriptions/options.js";
import { verifyNotification } from "../../../../../verify/index.js";
import { ask, createBody, keyAnswerOf, START, storeBody } from "../harness.js";
import { type Received, startReceiver } from "../receiver.js";
import { call, jsonOf, ORGANIZATION, read, runWithKey, subscribe } from "./harness.js";

const EVENT = { organizationId: ORGANIZATION, productId: "tokenManagement", eventType: "tms.networktoken.updated" };
const ACTIVE = { firstStatus: "ACTIVE" } as const;

const keyOf = (platform: Platform) => {
  const { keyId = "", key = "" } = platform.currentKey(ORGANIZATION, "sharedSecret") ?? {};
  return { keyId, key };
};
const first = ([received]: readonly Received[]): Received => {
  if (received === undefined) throw new Error("nothing was received");
  return received;
};
const bodyOf = ({ body }: Received): unknown => JSON.parse(body.toString());

/** What a receiver gets of an event. */
const deliver = async (switches: SubscriptionOptions, payload: unknown = { id: "1" }) => {
  const { hook, received } = await startReceiver();
  const platform = await runWithKey({ ...ACTIVE, ...switches });
  await subscribe(platform, { webhookUrl: hook });
  expect(await platform.emit({ ...EVENT, payload })).toMatchObject([{ outcome: "ACCEPTED" }]);
  return { platform, notification: first(received) };
};

describe("a notification", () => {
  test("has the date of the event without a zone, or with an offset by switch", async () => {
    expect(bodyOf((await deliver({})).notification)).toMatchObject({ eventDate: "2026-01-15T12:34:56" });
    expect(bodyOf((await deliver({ eventDateForm: "offset" })).notification)).toMatchObject({
      eventDate: "2026-01-15T12:34:56+0000",
    });
  });

  test("has its headers in the order of the guide", async () => {
    const { headers } = (await deliver({})).notification;
    expect(Object.keys(headers).filter((name) => name === "content-type" || name.startsWith("v-c-"))).toEqual([
      "content-type",
      "v-c-event-type",
      "v-c-organization-id",
      "v-c-product-name",
      "v-c-request-type",
      "v-c-retry-count",
      "v-c-signature",
      "v-c-transaction-trace-id",
      "v-c-webhook-id",
    ]);
  });

  test("has its payload in a list by switch, and in the older form the signature covers that list", async () => {
    const { platform, notification } = await deliver({ payloadForm: "array", signedForm: "inner" });
    expect(bodyOf(notification)).toMatchObject({ payload: [{ id: "1" }] });
    const { event } = await verifyNotification({
      header: notification.headers["v-c-signature"],
      body: notification.body,
      keys: keyOf(platform),
      now: START,
      payloadForm: "inner",
    });
    expect(event).toEqual([{ id: "1" }]);
  });

  test("has its signature in quotes by switch, and a receiver verifies it", async () => {
    const { platform, notification } = await deliver({ quotesSignature: true });
    const header = String(notification.headers["v-c-signature"]);
    expect(header).toMatch(/^"t=1768480496789;keyId=[^;]+;sig=[^;"]+"$/);
    const { keyId } = await verifyNotification({ header, body: notification.body, keys: keyOf(platform), now: START });
    expect(keyId).toBe(keyOf(platform).keyId);
  });

  test.each([
    ["current-key", false],
    ["first-key", true],
  ] as const)("is signed on a retry with the %s", async (retriesSignedWith, isFirst) => {
    const { hook, received } = await startReceiver((_, index) => (index === 0 ? 503 : 200));
    const platform = await runWithKey({ ...ACTIVE, retriesSignedWith });
    const firstKey = keyOf(platform);
    await subscribe(platform, { webhookUrl: hook });
    const emitted = platform.emit(EVENT);
    await platform.settled();
    await ask(platform, createBody(ORGANIZATION));
    platform.advance(60_000);
    expect(await emitted).toMatchObject([{ outcome: "ACCEPTED" }]);
    const header = String(received[1]?.headers["v-c-signature"]);
    expect(header).toContain(`keyId=${isFirst ? firstKey.keyId : keyOf(platform).keyId};`);
  });

  test("is sent with the credentials that are pinned at the place of the switch", async () => {
    const { hook, token, received } = await startReceiver(({ path }) =>
      path === "/token" ? { access_token: "a-token", token_type: "Bearer" } : 200,
    );
    const platform = await runWithKey({ ...ACTIVE, pinnedKeyIdIn: "config" });
    const store = async (clientKeyId: string) =>
      keyAnswerOf(await ask(platform, storeBody(ORGANIZATION, { clientKeyId }))).keyInformation["keyId"];
    const [one, two] = [await store("one"), await store("two")];
    const config = { oAuthURL: token, oAuthTokenType: "Bearer", keyId: one, additionalConfig: { keyId: two } };
    await subscribe(platform, { webhookUrl: hook, securityPolicy: { securityType: "oAuth", config } });
    await platform.emit(EVENT);
    expect(new URLSearchParams(first(received).body.toString()).get("client_id")).toBe("one");
  });
});

describe("the scope of a subscription", () => {
  const parents = { child: ORGANIZATION, grandchild: "child", around: "round", round: "around" };

  test.each([
    ["SELF", [ORGANIZATION]],
    ["DESCENDANTS", [ORGANIZATION, "child", "grandchild"]],
    [{ scope: "CUSTOM", scopeData: "child, around" }, ["child", "around"]],
  ])("%j reaches %j", async (notificationScope, expected) => {
    const { hook, received } = await startReceiver();
    const platform = await runWithKey({ ...ACTIVE, scopeObject: "accepted" }, { parents });
    await subscribe(platform, { webhookUrl: hook, notificationScope });
    for (const organizationId of [ORGANIZATION, "child", "grandchild", "around", "other"]) {
      await platform.emit({ ...EVENT, organizationId });
    }
    expect(received.map(({ headers }) => headers["v-c-organization-id"])).toEqual(expected);
    expect(String(first(received).headers["v-c-signature"])).toContain(`keyId=${keyOf(platform).keyId};`);
  });
});

test("a health check activates only with the flag at the top, by switch", async () => {
  const { hook, health } = await startReceiver();
  const status = async (more: Record<string, unknown>) => {
    const platform = await runWithKey({ firstStatus: "INACTIVE", topLevelDeactivateflag: "needed" });
    const webhookId = await subscribe(platform, { webhookUrl: hook, healthCheckUrl: health, ...more });
    platform.advance(300_000);
    await platform.settled();
    return jsonOf(await read(platform, webhookId))["status"];
  };
  expect(await status({})).toBe("INACTIVE");
  expect(await status({ deactivateflag: "false" })).toBe("INACTIVE");
  expect(await status({ deactivateflag: true })).toBe("ACTIVE");
});

test("when retries run out, only the notifications are suspended by switch", async () => {
  let code = 500;
  const { hook, health } = await startReceiver(() => code);
  const platform = await runWithKey({ ...ACTIVE, minuteMs: 0, exhausted: "holds-messages" });
  const retryPolicy = { deactivateFlag: "true", numberOfRetries: 1 };
  const webhookId = await subscribe(platform, { webhookUrl: hook, healthCheckUrl: health, retryPolicy });
  expect(await platform.emit(EVENT)).toMatchObject([{ outcome: "FAILED" }]);
  expect(await platform.emit(EVENT)).toMatchObject([{ outcome: "HELD" }]);
  expect(jsonOf(await read(platform, webhookId))["status"]).toBe("ACTIVE");
  code = 200;
  platform.advance(60_000);
  await platform.settled();
  expect(platform.notifications.at(-1)?.outcome).toBe("ACCEPTED");
});

test.each([
  [{ productsForm: "object" }, { products: expect.arrayContaining([expect.objectContaining({ productId: "cns" })]) }],
  [
    { productMembers: "ids" },
    expect.arrayContaining([
      {
        productId: "unifiedCheckout",
        eventTypes: [{ eventName: "uc.orders.transactionresults", payloadEncryption: true }],
      },
    ]),
  ],
] as const)("the list of products is written by %j", async (switches, expected) => {
  const platform = await runWithKey(switches);
  const { text } = await call(platform, "GET", `/notification-subscriptions/v2/products/${ORGANIZATION}`);
  expect(JSON.parse(text)).toEqual(expected);
});
