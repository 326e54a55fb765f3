import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type ForeignAnswer } from "../../../local/platform/foreign-credential.js";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { createApiClient } from "../../../provider/api/client.js";
import { createSubscriptionsClient, type SubscriptionsClient } from "../../../provider/api/subscriptions.js";
import { httpSignature } from "../../../provider/auth/http-signature.js";
import { connectionTo } from "../../support/key-requests.js";

const SECRET = Buffer.from("a secret of 32 bytes for signing").toString("base64");
const organizationId = "shop";
const keyIdOf = (merchantId: string): string => `key-of-${merchantId}`;

let platform: Platform;
let client: SubscriptionsClient;

/** The place of the organization's subscriptions, with the credentials of a merchant. */
const placeOf = (merchantId: string) => ({
  connection: {
    ...connectionTo(platform.origin),
    authenticate: httpSignature({ merchantId, keyId: keyIdOf(merchantId), sharedSecret: SECRET }),
  },
  organizationId,
});

const start = async (foreignCredential: ForeignAnswer): Promise<string> => {
  platform = await startPlatform({
    authentication: "required",
    merchants: ["shop", "other"].map((merchantId) => ({ merchantId, keyId: keyIdOf(merchantId), secret: SECRET })),
    parents: {},
    foreignCredential,
    subscriptions: { signingKeyRequired: false, firstStatus: "ACTIVE" },
  });
  const body = {
    name: "orders",
    description: "orders",
    organizationId,
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    webhookUrl: "https://hooks.example.com/in",
    securityPolicy: { securityType: "key" },
  };
  return (await client.create(placeOf("shop"), { body, secrets: [] })).webhookId;
};

beforeEach(() => {
  client = createSubscriptionsClient({
    client: createApiClient({ now: () => new Date(), backoffMs: () => 1, attemptTimeoutMs: 5_000 }),
    now: () => new Date(),
    newCorrelationId: () => "correlation",
  });
});
afterEach(() => platform.close());

test.each(["documented", "401", "403", "404"] as const)(
  "credentials of another organization make no subscription look gone if they are answered by %s",
  async (foreignCredential) => {
    const webhookId = await start(foreignCredential);
    const before = platform.subscriptions();
    const foreign = placeOf("other");
    for (const send of [
      () => client.get(foreign, webhookId),
      () => client.delete(foreign, webhookId),
      () => client.patch(foreign, webhookId, { body: { name: "mine" }, secrets: [] }),
      () => client.setStatus(foreign, webhookId, "INACTIVE"),
    ]) {
      await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_SUBSCRIPTION_/) });
    }
    expect(platform.subscriptions()).toEqual(before);
    expect(await client.get(placeOf("shop"), webhookId)).toMatchObject({ webhookId });
  },
);
