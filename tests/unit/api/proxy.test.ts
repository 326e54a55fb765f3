import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type PlatformOptions } from "../../../local/platform/options.js";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { jwtWithSharedSecret } from "../../../provider/auth/jwt.js";
import { createApiClient } from "../../../provider/api/client.js";
import { createKeysClient, type KeysClient } from "../../../provider/api/keys.js";
import { type Connection } from "../../../provider/api/connection.js";
import { type KmsError } from "../../../provider/api/errors.js";
import { createServerCertificate } from "../../support/certificates.js";
import { type ForwardProxy, type ForwardProxyOptions, startForwardProxy } from "../../support/forward-proxy.js";

/** A name that no resolver knows: only a proxy can reach it. */
const HOST = "kms.example.invalid";
const PASSWORD = "word-of-the-proxy";
const certificate = createServerCertificate(HOST);
const ofTheProxy = createServerCertificate("localhost");
const trusted = getCACertificates();

const authenticate = jwtWithSharedSecret({ merchantId: "merchant", keyId: "key-id", sharedSecret: "c2VjcmV0" });

const request = (organizationId = "org") =>
  ({ action: "CREATE", organizationId, keyProvider: "nrtd", tenant: "org", expiryDurationDays: 365 }) as const;

let platform: Platform;
let proxy: ForwardProxy;
let client: KeysClient;
let retries: number;
const start = async (
  options: Partial<ForwardProxyOptions> = {},
  platformOptions: PlatformOptions = {},
): Promise<void> => {
  platform = await startPlatform({ tls: certificate, hosts: [HOST], ...platformOptions });
  proxy = await startForwardProxy({ target: Number(new URL(platform.origin).port), ...options });
};
const through = (userinfo = "", protocol = "http"): Connection => ({
  origin: `https://${HOST}`,
  proxy: new URL(
    `${protocol}://${userinfo}${protocol === "https" ? proxy.host.replace("127.0.0.1", "localhost") : proxy.host}`,
  ),
  authenticate,
  senderOrganizationId: undefined,
  permissions: undefined,
});
const failure = async (connection: Connection): Promise<KmsError> => {
  const error: unknown = await client.requestKey(connection, request()).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: "KmsError" });
  expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)).not.toContain(PASSWORD);
  return error as KmsError;
};

beforeEach(() => {
  setDefaultCACertificates([...trusted, certificate.authority, ofTheProxy.authority]);
  retries = 0;
  client = createKeysClient({
    client: createApiClient({
      now: () => new Date(),
      backoffMs: () => {
        retries += 1;
        return 1;
      },
    }),
    now: () => new Date(),
    newCorrelationId: () => "correlation-1",
  });
});
afterEach(async () => {
  setDefaultCACertificates(trusted);
  await proxy.close();
  await platform.close();
});

describe("through a proxy", () => {
  test("requests use TLS with the host itself, and only the proxy gets the proxy's password", async () => {
    await start({ credentials: `user:${PASSWORD}` });
    await client.requestKey(through(`user:${PASSWORD}@`), request());
    expect(proxy.asked).toEqual([`${HOST}:443`]);
    expect(proxy.plainRequests).toEqual([]);
    expect(platform.journal).toMatchObject([{ status: 201, organizationId: "org" }]);
  });

  test("that uses TLS itself, requests reach the host too", async () => {
    await start({ tls: ofTheProxy });
    await client.requestKey(through("", "https"), request());
    expect(platform.journal).toHaveLength(1);
  });

  test("connections are reused, ten at most", async () => {
    await start({}, { latencyMs: 5 });
    let most = 0;
    const keys = Array.from({ length: 40 }, async (_, index) => {
      await client.requestKey(through(), request(`org${index}`));
      most = Math.max(most, proxy.openTunnels());
    });
    await Promise.all(keys);
    expect(proxy.asked.length).toBeLessThanOrEqual(10);
    expect(most).toBeLessThanOrEqual(10);
    expect(platform.journal).toHaveLength(40);
  });

  test("requests are retried after status 503", async () => {
    await start();
    platform.fault({ kind: "answer", made: false, status: 503 }, 2);
    await client.requestKey(through(), request());
    expect(platform.journal).toHaveLength(3);
  });

  test.each([
    ["on a new connection", false],
    ["on a reused connection", true],
  ])("a reset after the request was sent, %s, isn't retried: a key may have been created", async (_, isKept) => {
    await start();
    if (isKept) await client.requestKey(through(), request());
    platform.fault({ kind: "reset", made: true }, "always");
    expect(await failure(through())).toMatchObject({ code: "ERR_KMS_OUTCOME_UNKNOWN" });
    expect(platform.journal).toHaveLength(isKept ? 2 : 1);
    expect(retries).toBe(0);
  });
});

describe("a proxy that opens no tunnel", () => {
  test.each([
    [407, 0],
    [403, 0],
    [502, 4],
    [503, 4],
  ])("with status %i is named without its password, and retried %i times", async (status, times) => {
    await start({ refuseWith: status });
    const { code, message } = await failure(through(`user:${PASSWORD}@`));
    expect(code).toBe("ERR_KMS_UNREACHABLE");
    expect(message).toContain(`no connection through the proxy ${proxy.host} (PROXY_STATUS_${status})`);
    expect(message).toContain("HTTPS_PROXY");
    expect(retries).toBe(times);
    expect(platform.journal).toEqual([]);
  });

  test("because the password is wrong isn't asked a second time", async () => {
    await start({ credentials: "user:another" });
    expect((await failure(through(`user:${PASSWORD}@`))).message).toContain("PROXY_STATUS_407");
    expect(proxy.asked).toHaveLength(1);
  });

  test("because it refuses connections is retried", async () => {
    await start();
    const connection = through();
    await proxy.close();
    const { code, message } = await failure(connection);
    expect(code).toBe("ERR_KMS_UNREACHABLE");
    expect(message).toContain(`through the proxy ${proxy.host} (ECONNREFUSED)`);
    expect(retries).toBe(4);
  });
});

describe("a host behind a proxy", () => {
  test("gets no request if its certificate isn't trusted", async () => {
    await start();
    setDefaultCACertificates(trusted);
    expect(await failure(through())).toMatchObject({ code: "ERR_KMS_UNREACHABLE" });
    expect(platform.journal).toEqual([]);
  });

  test("gets no request if its certificate is for another name", async () => {
    await start({}, { tls: ofTheProxy });
    expect(await failure(through())).toMatchObject({ code: "ERR_KMS_UNREACHABLE" });
    expect(platform.journal).toEqual([]);
  });

  test("that closes the connection during the TLS handshake gets no request, and is retried", async () => {
    platform = await startPlatform();
    proxy = await startForwardProxy({ target: Number(new URL(platform.origin).port) });
    expect(await failure(through())).toMatchObject({ code: "ERR_KMS_UNREACHABLE" });
    expect(retries).toBe(4);
    expect(platform.journal).toEqual([]);
  });
});
