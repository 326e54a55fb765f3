import { type IncomingMessage, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Fault } from "../../../local/platform/fault.js";
import { type PlatformOptions } from "../../../local/platform/options.js";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { type KeysClient } from "../../../provider/api/keys.js";
import { type Connection } from "../../../provider/api/connection.js";
import { startAnsweringServer } from "../../support/answering-server.js";
import { connectionTo, create, failureOf, KEY_ANSWER, openClient, SECRET, store } from "../../support/key-requests.js";

/** The answer with a key, with one byte that isn't UTF-8. */
const NOT_UTF8 = Buffer.from(KEY_ANSWER.replace("SUCCESS", "SUCCES\xff"), "latin1").toString("base64");

let platform: Platform;
let clock: Date;
let waits: number[];
let client: KeysClient;
const start = async (options: PlatformOptions = {}): Promise<void> => {
  platform = await startPlatform(options);
};
const connection = (origin = platform.origin): Connection => connectionTo(origin);

beforeEach(() => {
  clock = new Date("2026-01-15T12:34:56Z");
  ({ client, waits } = openClient({ now: () => clock }));
});
afterEach(async () => platform.close());

describe("requestKey", () => {
  test("sends CREATE and returns the key as answered", async () => {
    await start();
    const key = await client.requestKey(connection(), create);
    expect(key).toMatchObject({ status: "ACTIVE", correlationId: "correlation-1" });
    expect(key.keyId).toBe(platform.currentKey("org", "sharedSecret")?.keyId);
    expect(platform.journal).toMatchObject([
      {
        action: "CREATE",
        correlationId: "correlation-1",
        bodyFields: { provider: "nrtd", tenant: "org", keyType: "sharedSecret", expiryDuration: "365" },
      },
    ]);
    expect(platform.journal[0]).not.toHaveProperty("senderOrganizationId");
  });

  test("sends STORE, and the optional headers when they are set", async () => {
    await start();
    const key = await client.requestKey({ ...connection(), senderOrganizationId: "sender", permissions: "100" }, store);
    expect(key.key).toBe(SECRET);
    expect(platform.journal).toMatchObject([
      {
        action: "STORE",
        senderOrganizationId: "sender",
        bodyFields: { provider: "org", tenant: "nrtd", keyType: "oAuthClientCredentials", clientKeyId: "client" },
      },
    ]);
  });

  test("sends each optional header only if it is set, prefers JSON, and doesn't offer compression", async () => {
    await start();
    const requests: IncomingMessage[] = [];
    const server = await startAnsweringServer((request, response) => {
      requests.push(request);
      response.writeHead(201).end(KEY_ANSWER);
    });
    await client.requestKey(connection(server.origin), create);
    await client.requestKey({ ...connection(server.origin), permissions: "100" }, create);
    expect(requests[0]?.headers).not.toHaveProperty("v-c-permissions");
    expect(requests[0]?.headers).not.toHaveProperty("accept-encoding");
    expect(requests[0]?.headers).toHaveProperty("accept", "application/json, */*;q=0.1");
    expect(requests[1]?.headers).toHaveProperty("v-c-permissions", "100");
    await server.close();
  });

  test("quotes only codes and fields if the request stored a secret, and words otherwise", async () => {
    await start();
    const secret = "Sesame, open!";
    const refusal = {
      message: `Rejected: ${encodeURIComponent(secret)}, ${secret.toUpperCase()} and Sesame are weak`,
      reason: "INVALID_DATA",
      details: [{ field: "keyInformation.key", reason: "SESAME" }],
    };
    platform.fault({ kind: "answer", made: false, status: 400, body: JSON.stringify(refusal) }, 2);
    const stored = await failureOf(client.requestKey(connection(), { ...store, clientSecret: secret }));
    expect(stored.message).toBe(
      "ERR_KMS_BAD_REQUEST: STORE for organization org at " +
        `${new URL(platform.origin).host} was answered with status 400 (INVALID_DATA; keyInformation.key); correlation id ` +
        "correlation-1. No key was created. Check organizationId, keyProvider, tenant and expiryDuration of the resource.",
    );
    ({ client } = openClient({ now: () => clock }));
    expect((await failureOf(client.requestKey(connection(), create))).message).toContain(
      "(Rejected: […] SESAME, OPEN! and Sesame are weak; INVALID_DATA; keyInformation.key; SESAME)",
    );
  });

  test.each([
    [400, "ERR_KMS_BAD_REQUEST"],
    [401, "ERR_KMS_UNAUTHORIZED"],
    [403, "ERR_KMS_FORBIDDEN"],
    [404, "ERR_KMS_NOT_FOUND"],
    [406, "ERR_KMS_NOT_ACCEPTABLE"],
    [409, "ERR_KMS_REFUSED"],
    [302, "ERR_KMS_REDIRECTED"],
    [500, "ERR_KMS_OUTCOME_UNKNOWN"],
    [502, "ERR_KMS_OUTCOME_UNKNOWN"],
    [504, "ERR_KMS_OUTCOME_UNKNOWN"],
  ])("doesn't retry after status %i", async (status, code) => {
    await start();
    const headers = { location: `${platform.origin}/elsewhere` };
    platform.fault({ kind: "answer", made: false, status, headers }, 1);
    expect(await failureOf(client.requestKey(connection(), store))).toMatchObject({ code, status });
    expect(platform.journal).toHaveLength(1);
  });

  test("quotes the words of status 401 and mentions the difference between the clocks", async () => {
    await start();
    const date = new Date(clock.getTime() + 300_000).toUTCString();
    const body = JSON.stringify({ response: { rmsg: "Authentication Failed" } });
    platform.fault({ kind: "answer", made: false, status: 401, headers: { date }, body }, 1);
    const { message } = await failureOf(client.requestKey(connection(), create));
    expect(message).toContain("(Authentication Failed)");
    expect(message).toContain("300 s behind");
  });

  test.each([
    [29, false],
    [30, true],
    [-29, false],
    [-30, true],
  ])("mentions a clock that is wrong by %i s: %s", async (skewSeconds, isMentioned) => {
    await start();
    const date = new Date("2026-01-15T12:34:56Z");
    clock = new Date(date.getTime() + skewSeconds * 1000);
    platform.fault({ kind: "answer", made: false, status: 401, headers: { date: date.toUTCString() } });
    const { message } = await failureOf(client.requestKey(connection(), create));
    expect(message.includes(`${skewSeconds > 0 ? "30 s ahead of" : "30 s behind"} the service's`)).toBe(isMentioned);
    expect(/ s (ahead|behind)/.test(message)).toBe(isMentioned);
  });

  test("mentions a wrong clock for no status other than 401", async () => {
    await start();
    const date = new Date(clock.getTime() + 300_000).toUTCString();
    platform.fault({ kind: "answer", made: false, status: 403, headers: { date } });
    expect((await failureOf(client.requestKey(connection(), create))).message).not.toMatch(/ s (ahead|behind)/);
  });

  test.each([
    ["a truncated body", { kind: "truncate", made: true, bytes: 50 }, "ERR_KMS_BAD_ANSWER"],
    ["an empty body", { kind: "truncate", made: true, bytes: 0 }, "ERR_KMS_BAD_ANSWER"],
    ["HTML", { kind: "answer", made: true, status: 201, body: "<html>" }, "ERR_KMS_BAD_ANSWER"],
    [
      "bytes that are not UTF-8",
      { kind: "answer", made: true, status: 201, bodyBase64: NOT_UTF8 },
      "ERR_KMS_BAD_ANSWER",
    ],
    ["a compressed body", { kind: "pad", made: true, megabytes: 1, gzip: true }, "ERR_KMS_BAD_ANSWER"],
    ["an answer of 2 MB", { kind: "pad", made: true, megabytes: 2 }, "ERR_KMS_BAD_ANSWER"],
    ["no keyId", { kind: "edit", made: true, omit: ["keyInformation.keyId"] }, "ERR_KMS_BAD_ANSWER"],
    ["a failed key", { kind: "edit", made: true, set: { "keyInformation.status": "FAILED" } }, "ERR_KMS_KEY_FAILED"],
  ] as [string, Fault, string][])("refuses a 2xx answer with %s", async (_, fault, code) => {
    await start();
    platform.fault(fault, 1);
    expect(await failureOf(client.requestKey(connection(), store))).toMatchObject({ code });
    expect(platform.journal).toHaveLength(1);
  });

  test("throws the error of the credentials if the request can't be signed, without a retry", async () => {
    await start();
    const origin = platform.origin.replace("127.0.0.1", "loopback.invalid");
    const error: unknown = await client.requestKey(connection(origin), create).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "AuthenticationConfigError", code: "ERR_AUTH_NONE_HOST" });
    expect(waits).toEqual([]);
    expect(platform.journal).toHaveLength(0);
  });

  test("refuses an https host that speaks plain http", async () => {
    await start();
    const { code } = await failureOf(client.requestKey(connection(platform.origin.replace("http:", "https:")), create));
    expect(code).toBe("ERR_KMS_UNREACHABLE");
    expect(platform.journal).toHaveLength(0);
  });

  test("sends at most ten requests at once, over connections that it reuses", async () => {
    let most = 0;
    await start();
    let waiting: ServerResponse[] = [];
    const answerAll = (): void => {
      for (const response of waiting) response.writeHead(201).end(KEY_ANSWER);
      waiting = [];
    };
    const server = await startAnsweringServer((_, response) => {
      most = Math.max(most, waiting.push(response));
      // Answer only once ten are waiting, and a moment later, so that an eleventh would be noticed.
      if (waiting.length === 10) setTimeout(answerAll, 20);
    });
    await Promise.all(Array.from({ length: 40 }, () => client.requestKey(connection(server.origin), create)));
    expect(most).toBe(10);
    expect(server.connections()).toBeLessThanOrEqual(10);
    await server.close();
  });
});
