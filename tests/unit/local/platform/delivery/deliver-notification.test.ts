import { describe, expect, test } from "@jest/globals";
import { type Platform } from "../../../../../local/platform/server.js";
import { type KeyType } from "../../../../../local/platform/issued-key.js";
import { verifyNotification } from "../../../../../verify/index.js";
import { runPlatform, send, START } from "../harness.js";
import { type Received, startReceiver } from "../receiver.js";

const ORGANIZATION = "org";

const makeKey = async (platform: Platform, keyType: KeyType): Promise<void> => {
  const isCreate = keyType === "sharedSecret";
  const body = JSON.stringify({
    clientRequestAction: isCreate ? "CREATE" : "STORE",
    keyInformation: {
      provider: "nrtd",
      tenant: ORGANIZATION,
      keyType,
      organizationId: ORGANIZATION,
      expiryDuration: "365",
      ...(!isCreate && { clientKeyId: "client:id", key: "client secret/+" }),
    },
  });
  const { status } = await send(platform.url, { headers: { "content-type": "application/json" }, body });
  if (status !== 201) throw new Error(`the request for a key got ${status}`);
};
const firstOf = ([first]: readonly Received[]): Received => {
  if (first === undefined) throw new Error("nothing was received");
  return first;
};
const keyOf = (platform: Platform): { keyId: string; key: string } => {
  const { keyId = "", key = "" } = platform.currentKey(ORGANIZATION, "sharedSecret") ?? {};
  return { keyId, key };
};

describe("delivering a notification", () => {
  test("signs the body with the organization's key, and sends the documented headers", async () => {
    const platform = await runPlatform();
    await makeKey(platform, "sharedSecret");
    const { hook: url, received } = await startReceiver(() => 200);
    const report = await platform.deliver({ organizationId: ORGANIZATION, url, payload: { amount: "1.00" } });
    expect(report).toEqual({
      isAccepted: true,
      attempts: [{ at: START.toISOString(), retryNumber: 0, status: 200 }],
    });
    const { headers, body } = firstOf(received);
    const { keyId, key } = keyOf(platform);
    const { event } = await verifyNotification({
      header: headers["v-c-signature"],
      body,
      keys: { keyId, key },
      now: START,
    });
    expect(event).toMatchObject({
      organizationId: ORGANIZATION,
      retryNumber: 0,
      requestType: "NEW",
      transactionTraceId: headers["v-c-transaction-trace-id"],
      payload: { amount: "1.00" },
    });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "v-c-event-type": "payments.payments.accept",
      "v-c-organization-id": ORGANIZATION,
      "v-c-product-name": "payments",
      "v-c-request-type": "NEW",
      "v-c-retry-count": "0",
    });
  });

  test("signs only the payload in the older form", async () => {
    const platform = await runPlatform();
    await makeKey(platform, "sharedSecret");
    const { hook: url, received } = await startReceiver(() => 200);
    await platform.deliver({ organizationId: ORGANIZATION, url, payload: { a: 1 }, signedForm: "inner" });
    const { headers, body } = firstOf(received);
    const { keyId, key } = keyOf(platform);
    const notification = { header: headers["v-c-signature"], body, keys: { keyId, key }, now: START };
    expect((await verifyNotification({ ...notification, payloadForm: "inner" })).event).toEqual({ a: 1 });
    await expect(verifyNotification(notification)).rejects.toMatchObject({
      code: "ERR_NOTIFICATION_SIGNATURE_MISMATCH",
    });
  });

  test("retries until a 2xx, and signs each attempt with the current key", async () => {
    const platform = await runPlatform();
    await makeKey(platform, "sharedSecret");
    const first = keyOf(platform);
    const { hook: url, received } = await startReceiver(async (_, index) => {
      if (index === 0) await makeKey(platform, "sharedSecret");
      return [503, 302, 202][index] ?? 500;
    });
    const { isAccepted, attempts } = await platform.deliver({ organizationId: ORGANIZATION, url, minuteMs: 50 });
    expect(isAccepted).toBe(true);
    expect(attempts.map(({ status, retryNumber }) => [retryNumber, status])).toEqual([
      [0, 503],
      [1, 302],
      [2, 202],
    ]);
    const keys = [first, keyOf(platform)];
    const keyIds = [];
    for (const { headers, body } of received) {
      keyIds.push((await verifyNotification({ header: headers["v-c-signature"], body, keys, now: START })).keyId);
    }
    expect(keyIds).toEqual([first.keyId, keyOf(platform).keyId, keyOf(platform).keyId]);
    expect(received.map(({ headers }) => headers["v-c-request-type"])).toEqual(["NEW", "RETRY", "RETRY"]);
    expect(new Set(received.map(({ headers }) => headers["v-c-transaction-trace-id"])).size).toBe(3);
  });

  test("stops after the retries of its policy", async () => {
    const platform = await runPlatform();
    await makeKey(platform, "sharedSecret");
    const { hook: url, received } = await startReceiver(() => 401);
    const report = await platform.deliver({
      organizationId: ORGANIZATION,
      url,
      minuteMs: 0,
      retryPolicy: { numberOfRetries: 2 },
    });
    expect(report.isAccepted).toBe(false);
    expect(received).toHaveLength(3);
  });

  test.each(["body", "basic"] as const)("gets a token first, with the stored credential as %s", async (oAuthStyle) => {
    const platform = await runPlatform();
    await makeKey(platform, "sharedSecret");
    await makeKey(platform, "oAuthClientCredentials");
    const { hook: url, received } = await startReceiver(({ path }) =>
      path === "/token" ? { access_token: "token-1", token_type: "bearer", expires_in: 60 } : 200,
    );
    const oAuthUrl = new URL("/token", url).href;
    const { isAccepted } = await platform.deliver({ organizationId: ORGANIZATION, url, oAuthUrl, oAuthStyle });
    expect(isAccepted).toBe(true);
    const [token, notification] = received;
    expect(token?.headers["content-type"]).toMatch("application/x-www-form-urlencoded");
    const form = Object.fromEntries(new URLSearchParams(token?.body.toString()));
    const pair = { client_id: "client:id", client_secret: "client secret/+" };
    expect(form).toEqual({ grant_type: "client_credentials", ...(oAuthStyle === "body" && pair) });
    const basic = Buffer.from("client%3Aid:client%20secret%2F%2B").toString("base64");
    expect(token?.headers.authorization).toBe(oAuthStyle === "basic" ? `Basic ${basic}` : undefined);
    expect(notification?.headers.authorization).toBe("Bearer token-1");
  });

  test("reports why there was no answer", async () => {
    const platform = await runPlatform();
    const { hook: url } = await startReceiver(({ path }) => (path === "/token" ? { token_type: "bearer" } : 200));
    const request = { organizationId: ORGANIZATION, url, minuteMs: 0, retryPolicy: { numberOfRetries: 0 } };
    const failureOf = async (more: object = {}) =>
      (await platform.deliver({ ...request, ...more })).attempts[0]?.failure;
    expect(await failureOf()).toBe("no-signing-key");
    await makeKey(platform, "sharedSecret");
    const oAuthUrl = new URL("/token", url).href;
    expect(await failureOf({ oAuthUrl })).toBe("no-credentials");
    await makeKey(platform, "oAuthClientCredentials");
    expect(await failureOf({ oAuthUrl })).toBe("no-token");
    expect(await failureOf({ url: "http://127.0.0.1:1/" })).toBe("no-answer");
    expect(await failureOf()).toBeUndefined();
  });

  test("is a control endpoint, which rejects an invalid request", async () => {
    const platform = await runPlatform();
    await makeKey(platform, "sharedSecret");
    const { hook: url } = await startReceiver(() => 204);
    const ask = (body: object) => send(`${platform.origin}/-/deliver`, { body: JSON.stringify(body) });
    const { status, text } = await ask({ organizationId: ORGANIZATION, url });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ isAccepted: true, attempts: [{ status: 204 }] });
    const refused = await ask({ organizationId: ORGANIZATION, url: "ftp://x" });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain("url");
  });
});
