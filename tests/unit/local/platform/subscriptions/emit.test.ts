import { describe, expect, test } from "@jest/globals";
import { type Platform } from "../../../../../local/platform/server.js";
import { verifyNotification } from "../../../../../verify/index.js";
import { START, ask, createBody, keyAnswerOf, runPlatform, storeBody } from "../harness.js";
import { ORGANIZATION, call, change, jsonOf, remove, runWithKey, setStatus, subscribe } from "./harness.js";
import { type Received, startReceiver } from "../receiver.js";

const MINUTE_MS = 60_000;
const EVENT = { organizationId: ORGANIZATION, productId: "tokenManagement", eventType: "tms.networktoken.updated" };
const ACTIVE = { firstStatus: "ACTIVE" } as const;

const currentKey = (platform: Platform) => {
  const { keyId = "", key = "" } = platform.currentKey(ORGANIZATION, "sharedSecret") ?? {};
  return { keyId, key };
};
const verified = ({ headers, body }: Received, keys: { keyId: string; key: string }, now = START) =>
  verifyNotification({ header: headers["v-c-signature"], body, keys, now });
const advance = async (platform: Platform, milliseconds: number) => {
  platform.advance(milliseconds);
  await platform.settled();
};

describe("an event", () => {
  test("goes to the subscriptions that ask for it, signed with the organization's key", async () => {
    const { hook, received } = await startReceiver();
    const platform = await runWithKey(ACTIVE);
    const webhookId = await subscribe(platform, { webhookUrl: hook });
    const reports = await platform.emit({ ...EVENT, payload: { id: "1" } });
    expect(reports).toEqual([
      {
        webhookId,
        productId: EVENT.productId,
        eventType: EVENT.eventType,
        outcome: "ACCEPTED",
        attempts: [{ at: START.toISOString(), retryNumber: 0, status: 200 }],
      },
    ]);
    expect(platform.notifications).toEqual(reports);
    const [first] = received;
    if (first === undefined) throw new Error("nothing was received");
    const { event } = await verified(first, currentKey(platform));
    expect(event).toMatchObject({ ...EVENT, webhookId, payload: { id: "1" }, requestType: "NEW", retryNumber: 0 });
    expect(first.headers).toMatchObject({
      "content-type": "application/json",
      "v-c-event-type": EVENT.eventType,
      "v-c-organization-id": ORGANIZATION,
      "v-c-product-name": EVENT.productId,
      "v-c-request-type": "NEW",
      "v-c-retry-count": "0",
      "v-c-webhook-id": webhookId,
    });
  });

  test.each([
    ["of another event", { eventType: "tms.networktoken.binding" }],
    ["of another product", { productId: "cns" }],
    ["of another organization", { organizationId: "another" }],
  ])("%s goes nowhere", async (_, other) => {
    const { hook, received } = await startReceiver();
    const platform = await runWithKey(ACTIVE);
    await subscribe(platform, { webhookUrl: hook });
    expect(await platform.emit({ ...EVENT, ...other })).toEqual([]);
    expect(received).toEqual([]);
  });

  test.each(["PENDING_REVIEW", "INACTIVE", "BLOCKED"] as const)(
    "goes to no subscription that is %s",
    async (status) => {
      const { hook, received } = await startReceiver();
      const platform = await runWithKey(ACTIVE);
      platform.editSubscription(await subscribe(platform, { webhookUrl: hook }), { status });
      expect(await platform.emit(EVENT)).toEqual([]);
      expect(received).toEqual([]);
    },
  );

  test("without a product is rejected", async () => {
    const platform = await runPlatform();
    await expect(platform.emit({ ...EVENT, productId: "" })).rejects.toThrow("productId");
  });
});

describe("retries", () => {
  test("follow the policy on the platform's clock, with the current key and a new trace ID", async () => {
    const { hook, received } = await startReceiver(() => (received.length < 3 ? 503 : 200));
    const platform = await runWithKey(ACTIVE);
    const before = currentKey(platform);
    const retryPolicy = { algorithm: "GEOMETRIC", firstRetry: 2, interval: 3 };
    await subscribe(platform, { webhookUrl: hook, retryPolicy });
    const emitted = platform.emit(EVENT);
    await platform.settled();
    expect(received).toHaveLength(1);
    await advance(platform, 2 * MINUTE_MS - 1);
    expect(received).toHaveLength(1);
    await advance(platform, 1);
    expect(received).toHaveLength(2);
    await ask(platform, createBody(ORGANIZATION));
    await advance(platform, 4 * MINUTE_MS);
    const [report] = await emitted;
    expect(report).toMatchObject({
      outcome: "ACCEPTED",
      attempts: [{ status: 503 }, { status: 503 }, { status: 200 }],
    });
    const [first, , last] = received as [Received, Received, Received];
    expect((await verified(first, before)).keyId).toBe(before.keyId);
    expect((await verified(last, currentKey(platform), platform.now())).keyId).toBe(currentKey(platform).keyId);
    expect(new Set(received.map(({ headers }) => headers["v-c-transaction-trace-id"])).size).toBe(3);
    expect(received.map(({ headers }) => headers["v-c-retry-count"])).toEqual(["0", "1", "2"]);
  });

  test("go where the subscription now says, and end with it", async () => {
    const [old, next] = [await startReceiver(() => 500), await startReceiver(() => 500)];
    const platform = await runWithKey({ ...ACTIVE, patchReview: "never", minuteMs: 1000 });
    const webhookId = await subscribe(platform, { webhookUrl: old.hook });
    const emitted = platform.emit(EVENT);
    await platform.settled();
    await change(platform, webhookId, { webhookUrl: next.hook });
    await advance(platform, 1000);
    await remove(platform, webhookId);
    await advance(platform, 1000);
    expect(await emitted).toMatchObject([{ outcome: "DROPPED", attempts: [{}, {}] }]);
    expect([old.take(), next.take()]).toEqual([["POST /in"], ["POST /in"]]);
  });

  test.each([
    ["false", {}, "ACTIVE"],
    ["true", {}, "SUSPENDED"],
    ["false", { exhausted: "always-suspends" }, "SUSPENDED"],
  ] as const)("that run out with deactivateFlag %s and %j leave %s", async (deactivateFlag, switches, status) => {
    let code = 500;
    const { hook, health, received } = await startReceiver(() => code);
    const platform = await runWithKey({ ...ACTIVE, minuteMs: 0, ...switches });
    const retryPolicy = { deactivateFlag, numberOfRetries: 2 };
    await subscribe(platform, { webhookUrl: hook, healthCheckUrl: health, retryPolicy });
    expect(await platform.emit(EVENT)).toMatchObject([{ outcome: "FAILED", attempts: [{}, {}, {}] }]);
    expect(platform.subscriptions()[0]?.status).toBe(status);
    if (status === "ACTIVE") return;
    expect(await platform.emit(EVENT)).toMatchObject([{ outcome: "HELD", attempts: [] }]);
    expect(received).toHaveLength(3);
    code = 200;
    await advance(platform, MINUTE_MS);
    expect(platform.subscriptions()[0]?.status).toBe("ACTIVE");
    expect(platform.notifications.map(({ outcome }) => outcome)).toEqual(["FAILED", "HELD", "ACCEPTED"]);
  });
});

describe("an OAuth policy", () => {
  const answer = ({ path }: Received) => (path === "/token" ? { access_token: "a-token", token_type: "Bearer" } : 200);
  const store = async (platform: Platform, clientKeyId: string) =>
    String(keyAnswerOf(await ask(platform, storeBody(ORGANIZATION, { clientKeyId }))).keyInformation["keyId"]);
  const policy = (oAuthURL: string, keyId?: string) => ({
    securityType: "oAuth",
    config: { oAuthURL, oAuthTokenType: "Bearer", ...(keyId !== undefined && { additionalConfig: { keyId } }) },
  });

  test.each([
    ["the current credentials", undefined, {}, "second"],
    ["the pinned ones", 0, {}, "first"],
    ["the pinned ones if they are current", 1, { pinnedCredential: "current-only" }, "second"],
  ] as const)("gets a token with %s", async (_, pinned, switches, clientId) => {
    const { hook, token, received } = await startReceiver(answer);
    const platform = await runWithKey({ ...ACTIVE, ...switches });
    const ids = [await store(platform, "first"), await store(platform, "second")];
    const securityPolicy = policy(token, pinned === undefined ? undefined : ids[pinned]);
    await subscribe(platform, { webhookUrl: hook, securityPolicy });
    expect(await platform.emit(EVENT)).toMatchObject([{ outcome: "ACCEPTED" }]);
    expect(received.map(({ path }) => path)).toEqual(["/token", "/in"]);
    expect(new URLSearchParams(received[0]?.body.toString()).get("client_id")).toBe(clientId);
    expect(received[1]?.headers.authorization).toBe("Bearer a-token");
  });

  test("fails with pinned credentials that were replaced, by switch", async () => {
    const { hook, token } = await startReceiver(answer);
    const platform = await runWithKey({ ...ACTIVE, minuteMs: 0, pinnedCredential: "current-only" });
    const first = await store(platform, "first");
    await store(platform, "second");
    await subscribe(platform, { webhookUrl: hook, securityPolicy: policy(token, first) });
    const [report] = await platform.emit(EVENT);
    expect(report).toMatchObject({ outcome: "FAILED", attempts: Array(4).fill({ failure: "no-credentials" }) });
  });
});

describe("the test call", () => {
  const testCall = (platform: Platform, webhookId: string, body?: object) =>
    call(platform, "POST", `/notification-subscriptions/v1/webhooks/${webhookId}`, body);

  test.each([undefined, {}])("with the body %j delivers the first event of the subscription", async (body) => {
    const { hook, received } = await startReceiver();
    const platform = await runWithKey({ firstStatus: "INACTIVE", testActivates: false });
    const webhookId = await subscribe(platform, { webhookUrl: hook });
    const reply = await testCall(platform, webhookId, body);
    expect(reply.status).toBe(201);
    await platform.settled();
    const [first] = received;
    if (first === undefined) throw new Error("nothing was received");
    const { event } = await verified(first, currentKey(platform));
    expect(event).toEqual(jsonOf(reply));
    expect(event).toMatchObject({
      ...EVENT,
      retryNumber: 0,
      payloads: { testPayload: { message: expect.any(String) } },
    });
    expect(platform.notifications).toMatchObject([{ webhookId, outcome: "ACCEPTED" }]);
    expect(platform.subscriptions()[0]?.status).toBe("INACTIVE");
  });

  test.each([
    ["SUSPENDED", 200, {}, "ACTIVE"],
    ["INACTIVE", 200, {}, "ACTIVE"],
    ["SUSPENDED", 500, {}, "SUSPENDED"],
    ["SUSPENDED", 200, { healthCheckUrl: "https://hook.example.test/up" }, "SUSPENDED"],
  ] as const)("on %s, answered with %d, with %j, leaves %s", async (status, code, more, after) => {
    const { hook } = await startReceiver(() => code);
    const platform = await runWithKey(ACTIVE);
    const webhookId = await subscribe(platform, { webhookUrl: hook, ...more });
    platform.editSubscription(webhookId, { status });
    await testCall(platform, webhookId);
    await platform.settled();
    expect(platform.subscriptions()[0]?.status).toBe(after);
  });

  test("is refused under review and with a body, and writes the retry as a string by switch", async () => {
    const { hook } = await startReceiver();
    const platform = await runWithKey({ testRetryNumber: "string" });
    const webhookId = await subscribe(platform, { webhookUrl: hook });
    expect((await testCall(platform, webhookId)).status).toBe(400);
    platform.review(webhookId, "approve");
    expect((await testCall(platform, webhookId, { a: 1 })).status).toBe(400);
    expect(jsonOf(await testCall(platform, webhookId))).toMatchObject({ retryNumber: "0" });
    await setStatus(platform, webhookId, "ACTIVE");
    await platform.settled();
  });
});
