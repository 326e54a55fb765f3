import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { jwtWithSharedSecret } from "../../../provider/auth/jwt.js";
import { type KeysClient } from "../../../provider/api/keys.js";
import { type Connection } from "../../../provider/api/connection.js";
import { type AnsweringServer, startAnsweringServer } from "../../support/answering-server.js";
import { createServerCertificate } from "../../support/certificates.js";
import { type ForwardProxy, startForwardProxy } from "../../support/forward-proxy.js";
import { connectionTo, create, KEY_ANSWER, openClient } from "../../support/key-requests.js";

const HOST = "kms.example.invalid";
const certificate = createServerCertificate("127.0.0.1", HOST);
const trusted = getCACertificates();
const authenticate = jwtWithSharedSecret({ merchantId: "merchant", keyId: "key-id", sharedSecret: "c2VjcmV0" });

let nowMs: number;
let client: KeysClient;
let waits: number[];
beforeEach(() => {
  setDefaultCACertificates([...trusted, certificate.authority]);
  nowMs = Date.parse("2026-01-15T12:34:56Z");
  ({ client, waits } = openClient({ now: () => new Date(nowMs) }));
});
afterEach(() => setDefaultCACertificates(trusted));

describe("a connection that was idle", () => {
  let server: AnsweringServer;
  let proxy: ForwardProxy | undefined;
  afterEach(async () => {
    await proxy?.close();
    await server.close();
  });

  const ways: readonly (readonly [string, () => Promise<[Connection, () => number]>])[] = [
    ["over http", async () => [connectionTo(server.origin), () => server.connections()]],
    ["over https", async () => [{ ...connectionTo(server.origin), authenticate }, () => server.connections()]],
    [
      "through a proxy",
      async () => {
        const { host, asked } = (proxy = await startForwardProxy({ target: Number(new URL(server.origin).port) }));
        const through = { ...connectionTo(`https://${HOST}`), proxy: new URL(`http://${host}`), authenticate };
        return [through, () => asked.length];
      },
    ],
  ];

  test.each(
    ways.flatMap(([way, connect]) =>
      (
        [
          [0, 1],
          [1000, 1],
          [1001, 2],
          [-1, 2],
        ] as const
      ).map(([idleMs, connections]) => [way, idleMs, connections, connect] as const),
    ),
  )("%s for %i ms: two requests use %i connections", async (way, idleMs, connections, connect) => {
    const tls = way === "over http" ? undefined : certificate;
    server = await startAnsweringServer((_, response) => response.writeHead(201).end(KEY_ANSWER), tls);
    const [connection, connected] = await connect();
    await client.requestKey(connection, create);
    nowMs += idleMs;
    await client.requestKey(connection, create);
    expect(connected()).toBe(connections);
  });

  test("is reused as long as it is idle for less than a second each time", async () => {
    server = await startAnsweringServer((_, response) => response.writeHead(201).end(KEY_ANSWER));
    for (let request = 0; request < 5; request += 1) {
      await client.requestKey(connectionTo(server.origin), create);
      nowMs += 900;
    }
    expect(server.connections()).toBe(1);
  });

  test("isn't used for a retry either", async () => {
    const statuses = [201, 503, 201];
    server = await startAnsweringServer((_, response) => response.writeHead(statuses.shift() ?? 500).end(KEY_ANSWER));
    const { client: slow } = openClient({
      now: () => new Date(nowMs),
      backoffMs: () => {
        nowMs += 5000;
        return 1;
      },
    });
    await Promise.all([1, 2].map(() => slow.requestKey(connectionTo(server.origin), create)));
    expect(server.connections()).toBe(3);
  });
});

describe("a service that closes idle connections", () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await startPlatform({ closeIdleMs: 1000 });
  });
  afterEach(() => platform.close());

  test("returns a key, because the client closes them first", async () => {
    await client.requestKey(connectionTo(platform.origin), create);
    nowMs += 2000;
    platform.advance(2000);
    await client.requestKey(connectionTo(platform.origin), create);
    expect(platform.journal).toHaveLength(2);
    expect(waits).toEqual([]);
  });

  test("while the client still uses them leaves the outcome unknown", async () => {
    await client.requestKey(connectionTo(platform.origin), { ...create, organizationId: "first" });
    platform.advance(2000);
    const failure = client.requestKey(connectionTo(platform.origin), create);
    await expect(failure).rejects.toMatchObject({ code: "ERR_KMS_OUTCOME_UNKNOWN", correlationId: "correlation-2" });
    expect(platform.journal).toHaveLength(1);
  });
});
