import { expect, test } from "@jest/globals";
import { createApiClient } from "../../../provider/api/client.js";
import { decodeSubscription } from "../../../provider/api/subscription-wire.js";
import { createSubscriptionsClient, type SubscriptionsClient } from "../../../provider/api/subscriptions.js";
import { startAnsweringServer } from "../../support/answering-server.js";
import { connectionTo } from "../../support/key-requests.js";

/** Reads a subscription that is answered with `body`. */
const read = async (webhookId: string, body: string): ReturnType<SubscriptionsClient["get"]> => {
  const server = await startAnsweringServer((_request, response) => void response.writeHead(200).end(body));
  const client = createSubscriptionsClient({
    client: createApiClient({ now: () => new Date(), backoffMs: () => 1, attemptTimeoutMs: 5_000 }),
    now: () => new Date(),
    newCorrelationId: () => "correlation",
  });
  try {
    return await client.get({ connection: connectionTo(server.origin), organizationId: "org" }, webhookId);
  } finally {
    await server.close();
  }
};

test("an answer with another subscription isn't believed", async () => {
  await expect(read("a", '{"webhookId":"other","status":"ACTIVE"}')).rejects.toMatchObject({
    code: "ERR_SUBSCRIPTION_BAD_ANSWER",
  });
});

test("an id in other letter case is the same", async () => {
  expect(await read("ab", '{"webhookId":"AB","status":"active"}')).toMatchObject({ status: "ACTIVE" });
});

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

test.each([
  ["whose id names another path", '{"webhookId":"..","status":"ACTIVE"}'],
  ["with members that are nested too deeply", `{"webhookId":"a","retryPolicy":${deep(50_000)}}`],
])("a subscription %s can't be read", (_what, body) => {
  expect(decodeSubscription(body)).toBeUndefined();
});

test("a status that isn't a code isn't repeated", () => {
  const body = JSON.stringify({ webhookId: "a", status: "\u001b[31m https://hooks.example.com/?t=x" });
  expect(decodeSubscription(body)?.status).toBe("UNKNOWN");
});
