import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { startKms, type Kms } from "../../../local/kms/server.js";
import { type KmsOptions } from "../../../local/kms/options.js";
import { type Fault } from "../../../local/kms/fault.js";
import { noAuthentication } from "../../../provider/auth/none.js";
import { createKmsClient, type IssuedKey, type KmsClient } from "../../../provider/kms/client.js";
import { type Connection } from "../../../provider/kms/connection.js";

const SECRET = "client-secret-that-nobody-may-see";
const create = {
  action: "CREATE",
  organizationId: "org",
  keyProvider: "nrtd",
  tenant: "org",
  expiryDurationDays: 365,
} as const;
const store = {
  ...create,
  action: "STORE",
  keyProvider: "org",
  tenant: "nrtd",
  clientId: "client",
  clientSecret: SECRET,
} as const;

let kms: Kms;
let clock: Date;
let waits: number[];
let client: KmsClient;
const start = async (options: KmsOptions = {}): Promise<void> => {
  kms = await startKms(options);
};
const connection = (origin = kms.origin): Connection => ({
  origin,
  authenticate: noAuthentication(),
  senderOrganizationId: undefined,
  permissions: undefined,
});
const failureOf = async (promise: Promise<IssuedKey>): Promise<{ code: string; message: string; status?: number }> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "KmsError", correlationId: "correlation-1" });
  expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)).not.toContain(SECRET);
  return error as { code: string; message: string; status?: number };
};

beforeEach(() => {
  clock = new Date("2026-01-15T12:34:56Z");
  waits = [];
  let ids = 0;
  client = createKmsClient({
    now: () => clock,
    newCorrelationId: () => `correlation-${++ids}`,
    backoffMs: (attempt) => {
      waits.push(attempt);
      return 1;
    },
  });
});
afterEach(async () => kms.close());

describe("requestKey", () => {
  test("sends CREATE and returns the key as answered", async () => {
    await start();
    const key = await client.requestKey(connection(), create);
    expect(key).toMatchObject({ status: "ACTIVE", correlationId: "correlation-1" });
    expect(key.keyId).toBe(kms.currentKey("org", "sharedSecret")?.keyId);
    expect(kms.journal).toMatchObject([
      {
        action: "CREATE",
        correlationId: "correlation-1",
        bodyFields: { provider: "nrtd", tenant: "org", keyType: "sharedSecret", expiryDuration: "365" },
      },
    ]);
    expect(kms.journal[0]).not.toHaveProperty("senderOrganizationId");
  });

  test("sends STORE, and the optional headers when they are set", async () => {
    await start();
    const key = await client.requestKey({ ...connection(), senderOrganizationId: "sender", permissions: "100" }, store);
    expect(key.key).toBe(SECRET);
    expect(kms.journal).toMatchObject([
      {
        action: "STORE",
        senderOrganizationId: "sender",
        bodyFields: { provider: "org", tenant: "nrtd", keyType: "oAuthClientCredentials", clientKeyId: "client" },
      },
    ]);
  });

  test.each([
    ["429", { kind: "answer", made: false, status: 429 }],
    ["503", { kind: "answer", made: false, status: 503 }],
  ] as [string, Fault][])("tries again after %s with the same correlation id", async (_, fault) => {
    await start();
    kms.fault(fault, 2);
    await client.requestKey(connection(), create);
    expect(waits).toEqual([1, 2]);
    expect(kms.journal.map(({ correlationId }) => correlationId)).toEqual(Array(3).fill("correlation-1"));
  });

  test("gives up after four retries", async () => {
    await start();
    kms.fault({ kind: "answer", made: false, status: 503 }, "always");
    const { code, message } = await failureOf(client.requestKey(connection(), create));
    expect(code).toBe("ERR_KMS_UNAVAILABLE");
    expect(message).toContain("correlation-1");
    expect(kms.journal).toHaveLength(5);
  });

  test("waits as long as Retry-After says, but not longer than a minute", async () => {
    await start();
    kms.fault({ kind: "answer", made: false, status: 429, headers: { "retry-after": "1" } }, 1);
    await client.requestKey(connection(), create);
    expect(waits).toEqual([]);
    kms.fault({ kind: "answer", made: false, status: 429, headers: { "retry-after": "61" } }, 1);
    const error = await client.requestKey(connection(), create).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "ERR_KMS_RATE_LIMITED" });
  });

  test("begins no retry later than two minutes after the first attempt", async () => {
    await start();
    kms.fault({ kind: "answer", made: false, status: 503 }, "always");
    const slow = createKmsClient({
      now: () => (clock = new Date(clock.getTime() + 50_000)),
      newCorrelationId: () => "correlation-1",
      backoffMs: () => 1,
    });
    await failureOf(slow.requestKey(connection(), create));
    expect(kms.journal.length).toBeLessThan(5);
  });

  test.each([
    [400, "ERR_KMS_BAD_REQUEST"],
    [401, "ERR_KMS_UNAUTHORIZED"],
    [403, "ERR_KMS_FORBIDDEN"],
    [404, "ERR_KMS_NOT_FOUND"],
    [409, "ERR_KMS_REFUSED"],
    [302, "ERR_KMS_REDIRECTED"],
    [500, "ERR_KMS_OUTCOME_UNKNOWN"],
    [502, "ERR_KMS_OUTCOME_UNKNOWN"],
    [504, "ERR_KMS_OUTCOME_UNKNOWN"],
  ])("does not try again after %i", async (status, code) => {
    await start();
    const headers = { location: `${kms.origin}/elsewhere` };
    kms.fault({ kind: "answer", made: false, status, headers }, 1);
    expect(await failureOf(client.requestKey(connection(), store))).toMatchObject({ code, status });
    expect(kms.journal).toHaveLength(1);
  });

  test("quotes the words of a refusal and names the clock's skew", async () => {
    await start();
    const date = new Date(clock.getTime() + 300_000).toUTCString();
    const body = JSON.stringify({ response: { rmsg: "Authentication Failed" } });
    kms.fault({ kind: "answer", made: false, status: 401, headers: { date }, body }, 1);
    const { message } = await failureOf(client.requestKey(connection(), create));
    expect(message).toContain("(Authentication Failed)");
    expect(message).toContain("300 s behind");
  });

  test.each([
    [29, false],
    [30, true],
    [-29, false],
    [-30, true],
  ])("tells a clock that is %i s apart: %s", async (apartSeconds, isTold) => {
    await start();
    const date = new Date("2026-01-15T12:34:56Z");
    clock = new Date(date.getTime() + apartSeconds * 1000);
    kms.fault({ kind: "answer", made: false, status: 401, headers: { date: date.toUTCString() } });
    const { message } = await failureOf(client.requestKey(connection(), create));
    expect(message.includes(`${apartSeconds > 0 ? "30 s ahead of" : "30 s behind"} the service's`)).toBe(isTold);
    expect(/ s (ahead|behind)/.test(message)).toBe(isTold);
  });

  test("tells a clock that is apart for no other status than 401", async () => {
    await start();
    const date = new Date(clock.getTime() + 300_000).toUTCString();
    kms.fault({ kind: "answer", made: false, status: 403, headers: { date } });
    expect((await failureOf(client.requestKey(connection(), create))).message).not.toMatch(/ s (ahead|behind)/);
  });

  test.each([
    ["a reset before the answer", { kind: "reset", made: true }],
    ["a reset inside the body", { kind: "reset", made: true, afterBytes: 20 }],
  ] as [string, Fault][])("does not try again after %s: a key may have been made", async (_, fault) => {
    await start();
    kms.fault(fault, 1);
    expect(await failureOf(client.requestKey(connection(), create))).toMatchObject({ code: "ERR_KMS_OUTCOME_UNKNOWN" });
    expect(kms.journal).toHaveLength(1);
  });

  test.each([
    ["a truncated body", { kind: "truncate", made: true, bytes: 50 }, "ERR_KMS_BAD_ANSWER"],
    ["an empty body", { kind: "truncate", made: true, bytes: 0 }, "ERR_KMS_BAD_ANSWER"],
    ["HTML", { kind: "answer", made: true, status: 201, body: "<html>" }, "ERR_KMS_BAD_ANSWER"],
    [
      "bytes that are not UTF-8",
      { kind: "answer", made: true, status: 201, bodyBase64: "/////w==" },
      "ERR_KMS_BAD_ANSWER",
    ],
    ["an answer of 2 MB", { kind: "pad", made: true, megabytes: 2 }, "ERR_KMS_BAD_ANSWER"],
    ["no keyId", { kind: "edit", made: true, omit: ["keyInformation.keyId"] }, "ERR_KMS_BAD_ANSWER"],
    ["a failed key", { kind: "edit", made: true, set: { "keyInformation.status": "FAILED" } }, "ERR_KMS_KEY_FAILED"],
  ] as [string, Fault, string][])("refuses a 2xx answer with %s", async (_, fault, code) => {
    await start();
    kms.fault(fault, 1);
    expect(await failureOf(client.requestKey(connection(), store))).toMatchObject({ code });
    expect(kms.journal).toHaveLength(1);
  });

  test("tries again when the connection is refused, and says that nothing was sent", async () => {
    await start();
    const { origin } = kms;
    await kms.close();
    const { code } = await failureOf(client.requestKey(connection(origin), create));
    expect(code).toBe("ERR_KMS_UNREACHABLE");
    expect(waits).toEqual([1, 2, 3, 4]);
  });

  test("tells a request that cannot be signed by the error of the credentials, and does not try again", async () => {
    await start();
    const origin = kms.origin.replace("127.0.0.1", "loopback.invalid");
    const error: unknown = await client.requestKey(connection(origin), create).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "AuthenticationConfigError", code: "ERR_AUTH_NONE_HOST" });
    expect(waits).toEqual([]);
    expect(kms.journal).toHaveLength(0);
  });

  test("does not take a host for https that does not speak it", async () => {
    await start();
    const { code } = await failureOf(client.requestKey(connection(kms.origin.replace("http:", "https:")), create));
    expect(code).toBe("ERR_KMS_UNREACHABLE");
    expect(kms.journal).toHaveLength(0);
  });

  test("sends at most ten requests at once, over connections that it keeps", async () => {
    let most = 0;
    let connections = 0;
    await start();
    let waiting: ServerResponse[] = [];
    const answerAll = (): void => {
      for (const response of waiting) {
        response.writeHead(201).end(JSON.stringify({ status: "SUCCESS", keyInformation: { keyId: "i", key: "k" } }));
      }
      waiting = [];
    };
    const server = createServer((request, response) => {
      request.resume().on("end", () => {
        most = Math.max(most, waiting.push(response));
        // Ten are awaited, and after them one too many for a moment.
        if (waiting.length === 10) setTimeout(answerAll, 20);
      });
    }).on("connection", () => ++connections);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await Promise.all(Array.from({ length: 40 }, () => client.requestKey(connection(origin), create)));
    expect(most).toBe(10);
    expect(connections).toBeLessThanOrEqual(10);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
