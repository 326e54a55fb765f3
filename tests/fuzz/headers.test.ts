import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { createConnections } from "../../provider/connection/connection.js";
import { decodeInputs } from "../../provider/resources/key/inputs.js";
import { SIGNING_KEY } from "../../provider/resources/signing-key/key-kind.js";
import { createApiClient } from "../../provider/api/client.js";
import { createKeysClient } from "../../provider/api/keys.js";
import { CASES } from "./cases.js";
import { fuzz, mayRefuse, must } from "./hostile.js";

interface Received {
  readonly names: readonly string[];
  readonly body: string;
}

const received: Received[] = [];
const server = createServer((request: IncomingMessage, response) => {
  void readText(request).then((body) => {
    received.push({
      names: request.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()),
      body,
    });
    response.writeHead(201).end(JSON.stringify({ status: "SUCCESS", keyInformation: { keyId: "i", key: "k" } }));
  });
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const now = (): Date => new Date(0);
const client = createKeysClient({
  client: createApiClient({ now, backoffMs: () => 1 }),
  now,
  newCorrelationId: () => "correlation",
});

const INJECTIONS = [
  "\r\n",
  "\n",
  "\r",
  "\0",
  "\u2028",
  "\u010a",
  "\u560a",
  "é",
  "\ud83d\ude00",
  "\x7f",
  "\t",
  '"',
  "\\",
  ";",
  ",",
  " ",
  "%0d%0a",
];
const HEADERS = [
  "host",
  "accept",
  "content-type",
  "content-length",
  "connection",
  "user-agent",
  "accept-encoding",
  "v-c-correlation-id",
];
const ALLOWED = new Set([
  ...HEADERS,
  "authorization",
  "date",
  "digest",
  "signature",
  "v-c-date",
  "v-c-merchant-id",
  "v-c-sender-organization-id",
  "v-c-permissions",
]);

/** Mostly a valid ID, otherwise one with characters that could begin another header. */
const id = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{2,10}$/) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", "org"),
        fc.constantFrom(...INJECTIONS),
        fc.constantFrom("", "x-injected: 1", "\r\n\r\nPOST /other HTTP/1.1"),
      )
      .map((parts) => parts.join("")),
  },
);
const settings = fc.record(
  {
    authentication: fc.constantFrom("jwt", "http-signature"),
    merchantId: id,
    merchantKeyId: id,
    merchantSecretKey: fc.constant("c2VjcmV0"),
    portfolioId: id,
    senderOrganizationId: id,
    permissions: id,
  },
  { requiredKeys: ["authentication", "merchantKeyId", "merchantSecretKey", "merchantId"] },
);

test("no ID and no setting can inject a header or a second request", async () => {
  let accepted = 0;
  await fuzz(
    CASES.headers,
    fc.tuple(settings, fc.record({ organizationId: id, tenant: id, keyProvider: id })),
    async ([given, ids]) => {
      const before = received.length;
      const config: Record<string, string> = { ...given, host: origin };
      const stackConfig = (key: string): string | undefined => config[key.slice("cybersource-webhooks:".length)];
      const connections = createConnections(
        { stackConfig, environment: {} },
        () => new Date(0),
        () => undefined,
      );
      const key = await mayRefuse(async () => {
        const inputs = decodeInputs(SIGNING_KEY.table, ids);
        const connection = await connections.open("default", inputs.organizationId);
        return client.requestKey(connection, SIGNING_KEY.toRequest(inputs));
      });
      const requests = received.slice(before);
      must(requests.length === (key === undefined ? 0 : 1), "one request for a key, and none for a refusal");
      for (const { names, body } of requests) {
        accepted += 1;
        must(
          new Set(names).size === names.length && names.every((name) => ALLOWED.has(name)),
          `known headers: ${names.join()}`,
        );
        must(body.includes(JSON.stringify(ids.organizationId)), "the organization as it was given");
      }
    },
  );
  expect(accepted).toBeGreaterThan(0);
});
