import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { jwtWithSharedSecret } from "../../../provider/auth/jwt.js";
import { type KeysClient } from "../../../provider/api/keys.js";
import { type Connection } from "../../../provider/api/connection.js";
import { type AnsweringServer, startAnsweringServer } from "../../support/answering-server.js";
import { createServerCertificate } from "../../support/certificates.js";
import { connectionTo, create, failureOf, KEY_ANSWER, openClient } from "../../support/key-requests.js";

const certificate = createServerCertificate("127.0.0.1");
const trusted = getCACertificates();
const authenticate = jwtWithSharedSecret({ merchantId: "merchant", keyId: "key-id", sharedSecret: "c2VjcmV0" });
const secure = (origin: string): Connection => ({ ...connectionTo(origin), authenticate });

let client: KeysClient;
let waits: number[];

beforeEach(() => {
  setDefaultCACertificates([...trusted, certificate.authority]);
  ({ client, waits } = openClient());
});
afterEach(() => setDefaultCACertificates(trusted));

describe("a connection", () => {
  let server: AnsweringServer;
  let statuses: number[];
  const start = async (tls?: typeof certificate): Promise<void> => {
    server = await startAnsweringServer(
      (_, response) => response.writeHead(statuses.shift() ?? 201).end(KEY_ANSWER),
      tls,
    );
  };
  beforeEach(() => {
    statuses = [];
  });
  afterEach(() => server.close());

  test.each([
    ["http", undefined],
    ["https", certificate],
  ])("over %s is reused for the next request", async (_, tls) => {
    await start(tls);
    const connection = tls === undefined ? connectionTo(server.origin) : secure(server.origin);
    await client.requestKey(connection, create);
    await client.requestKey(connection, create);
    expect(server.connections()).toBe(1);
  });

  test("isn't reused after status 503: the real answer to that request may still arrive on it", async () => {
    await start();
    statuses = [503];
    await client.requestKey(connectionTo(server.origin), create);
    expect(server.connections()).toBe(2);
  });

  test.each([200, 299])("is reused after status %i, which contains the key", async (status) => {
    await start();
    statuses = [status];
    expect(await client.requestKey(connectionTo(server.origin), create)).toMatchObject({ keyId: "i" });
    await client.requestKey(connectionTo(server.origin), create);
    expect(server.connections()).toBe(1);
  });
});

describe("over TLS", () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await startPlatform({ tls: certificate });
  });
  afterEach(() => platform.close());

  test("nothing is sent to a host whose certificate isn't trusted", async () => {
    setDefaultCACertificates(trusted);
    const { code } = await failureOf(client.requestKey(secure(platform.origin), create));
    expect(code).toBe("ERR_KMS_UNREACHABLE");
    expect(platform.journal).toEqual([]);
  });

  test.each([
    ["a new connection", false],
    ["a reused connection", true],
  ])("a reset after the request on %s isn't retried: a key may have been created", async (_, isKept) => {
    if (isKept) await client.requestKey(secure(platform.origin), { ...create, organizationId: "first" });
    platform.fault({ kind: "reset", made: true }, "always");
    await expect(client.requestKey(secure(platform.origin), create)).rejects.toMatchObject({
      code: "ERR_KMS_OUTCOME_UNKNOWN",
    });
    expect(platform.journal).toHaveLength(isKept ? 2 : 1);
    expect(waits).toEqual([]);
  });
});
