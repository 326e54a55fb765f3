import { describe, expect, test } from "@jest/globals";
import { decryptNotification, isEncrypted } from "../../../../../decrypt/index.js";
import { type PlatformOptions } from "../../../../../local/platform/options.js";
import { type Platform } from "../../../../../local/platform/server.js";
import { type SubscriptionOptions } from "../../../../../local/platform/subscriptions/options.js";
import { verifyNotification } from "../../../../../verify/index.js";
import { base64Of, certificates, MAX_CERTIFICATE_DAYS, privateKeys } from "../../../../support/encryption-vectors.js";
import { runPlatform, send, START } from "../harness.js";
import { type Received, startReceiver } from "../receiver.js";
import { change, create, jsonOf, ORGANIZATION, runWithKey, subscribe } from "../subscriptions/harness.js";

const EVENT = { organizationId: ORGANIZATION, productId: "payments", eventType: "payments.capture.status.accepted" };
const PRODUCTS = [{ productId: EVENT.productId, eventTypes: [EVENT.eventType] }];
const FAR: PlatformOptions = { maxCertificateDays: MAX_CERTIFICATE_DAYS };

const storeCertificate = async (platform: Platform, pem = certificates.a): Promise<void> => {
  const { status } = await send(`${platform.origin}/kms/egress/v2/keys-asym`, {
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({
      clientRequestAction: "STORE",
      keyInformation: {
        ...{ provider: "nrtd", tenant: ORGANIZATION, organizationId: ORGANIZATION, keyType: "publickey" },
        pub: base64Of(pem),
      },
    }),
  });
  expect(status).toBe(201);
};

/** A platform that holds both keys, and a receiver that is subscribed to an encrypted event. */
const subscribed = async (switches: SubscriptionOptions = {}) => {
  const receiver = await startReceiver();
  const platform = await runWithKey({ firstStatus: "ACTIVE", ...switches }, FAR);
  await storeCertificate(platform);
  const webhookId = await subscribe(platform, { webhookUrl: receiver.hook, products: PRODUCTS });
  return { ...receiver, platform, webhookId };
};

const verified = (platform: Platform, { headers, body }: Received) => {
  const { keyId = "", key = "" } = platform.currentKey(ORGANIZATION, "sharedSecret") ?? {};
  return verifyNotification({ header: headers["v-c-signature"], body, keys: { keyId, key }, now: START });
};

const firstOf = (received: readonly Received[]): Received => {
  const [first] = received;
  if (first === undefined) throw new Error("nothing was received");
  return first;
};

/** The header of the JWE in a body. */
const headerOf = ({ body }: Received): unknown => {
  const { encData } = JSON.parse(body.toString()) as { encData: string };
  return JSON.parse(Buffer.from(encData.split(".")[0] ?? "", "base64url").toString());
};

describe("an encrypted event", () => {
  test("is delivered as a JWE to the stored certificate, signed as it's sent", async () => {
    const { platform, received, webhookId } = await subscribed();
    await platform.emit({ ...EVENT, payload: { amount: "12.34" } });
    const delivery = firstOf(received);
    const { event } = await verified(platform, delivery);
    expect(Object.keys(event as object)).toEqual(["encData"]);
    expect(isEncrypted(event)).toBe(true);
    expect(delivery.body.toString()).not.toContain("12.34");
    expect(delivery.headers).toMatchObject({ "v-c-event-type": EVENT.eventType, "v-c-webhook-id": webhookId });

    const keyId = platform.currentEncryptionKey(ORGANIZATION)?.keyId;
    expect(headerOf(delivery)).toEqual({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: keyId, iat: START.getTime() });
    expect(String(delivery.headers["v-c-signature"])).toMatch(`t=${START.getTime()};`);
    const keys = [{ privateKey: privateKeys.a.pkcs8 }];
    const decrypted = await decryptNotification({ body: delivery.body, keys });
    expect(decrypted.keyId).toBe(keyId);
    expect(decrypted.event).toMatchObject({ ...EVENT, webhookId, payload: { amount: "12.34" }, requestType: "NEW" });
  });

  test("goes to the certificate that was stored last", async () => {
    const { platform, received } = await subscribed();
    await storeCertificate(platform, certificates.b);
    await platform.emit(EVENT);
    const { body } = firstOf(received);
    await expect(decryptNotification({ body, keys: [{ privateKey: privateKeys.a.pkcs8 }] })).rejects.toMatchObject({
      code: "ERR_NOTIFICATION_UNDECRYPTABLE",
    });
    expect(await decryptNotification({ body, keys: [{ privateKey: privateKeys.b.pkcs8 }] })).toMatchObject({
      event: EVENT,
    });
  });

  test("is signed as it's sent, also with the older form of signatures", async () => {
    const { platform, received } = await subscribed({ signedForm: "inner" });
    await platform.emit(EVENT);
    expect(isEncrypted((await verified(platform, firstOf(received))).event)).toBe(true);
  });

  test("isn't delivered without a certificate, or plain, by switch", async () => {
    const { hook, received } = await startReceiver();
    const platform = await runWithKey({ firstStatus: "ACTIVE", encryptionKeyRequired: false });
    await subscribe(platform, { webhookUrl: hook, products: PRODUCTS, retryPolicy: { numberOfRetries: 0 } });
    const [report] = await platform.emit(EVENT);
    expect(report).toMatchObject({ outcome: "FAILED", attempts: [{ failure: "no-encryption-key" }] });
    platform.configureSubscriptions({ withoutEncryptionKey: "plain" });
    await platform.emit(EVENT);
    expect((await verified(platform, firstOf(received))).event).toMatchObject(EVENT);
  });
});

describe("a subscription to an encrypted event", () => {
  const REFUSAL = { reason: "KEY_NOT_FOUND", message: "No encryption key exists for the organization", details: [] };

  test("needs a certificate, unless a switch says otherwise", async () => {
    const platform = await runWithKey({}, FAR);
    const reply = await create(platform, { products: PRODUCTS });
    expect([reply.status, jsonOf(reply)]).toEqual([400, REFUSAL]);
    const webhookId = await subscribe(platform);
    const changed = await change(platform, webhookId, { products: PRODUCTS });
    expect([changed.status, jsonOf(changed)]).toEqual([400, REFUSAL]);
    expect((await change(platform, webhookId, { name: "other" })).status).toBe(200);
    await storeCertificate(platform);
    expect((await change(platform, webhookId, { products: PRODUCTS })).status).toBe(200);
  });
});

test("a single notification is encrypted on request", async () => {
  const { hook, received } = await startReceiver();
  const platform = await runWithKey({}, FAR);
  const request = { organizationId: ORGANIZATION, url: hook, encrypted: true, retryPolicy: { numberOfRetries: 0 } };
  expect(await platform.deliver(request)).toMatchObject({ attempts: [{ failure: "no-encryption-key" }] });
  await storeCertificate(platform);
  expect(await platform.deliver(request)).toMatchObject({ isAccepted: true });
  expect(isEncrypted(JSON.parse(firstOf(received).body.toString()))).toBe(true);
  expect((await runPlatform()).currentEncryptionKey(ORGANIZATION)).toBeUndefined();
});
