import { describe, expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlatform } from "../../../../local/platform/server.js";
import { START, ask, createBody, exchange, keyAnswerOf, rawRequest, runPlatform, send, storeBody } from "./harness.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe("the answers of the two published examples", () => {
  test("CREATE", async () => {
    const platform = await runPlatform();
    const reply = await ask(platform, createBody());
    const held = platform.currentKey("merchantName", "sharedSecret");
    expect(reply.status).toBe(201);
    expect(reply.headers["content-type"]).toBe("application/json;charset=utf-8");
    expect(reply.headers.date).toBe("Thu, 15 Jan 2026 12:34:56 GMT");
    expect(keyAnswerOf(reply)).toEqual({
      submitTimeUtc: "2026-01-15T12:34:56+0000",
      status: "SUCCESS",
      keyInformation: {
        provider: "NRTD",
        tenant: "merchantName",
        organizationId: "merchantName",
        keyId: held?.keyId,
        key: held?.key,
        keyType: "sharedSecret",
        status: "Active",
        expirationDate: "2029-01-14T12:34:56+0000",
      },
    });
    expect(held?.keyId).toMatch(UUID);
  });

  test("STORE", async () => {
    const platform = await runPlatform();
    const reply = await ask(platform, storeBody());
    expect(reply.status).toBe(201);
    expect(keyAnswerOf(reply)).toEqual({
      submitTimeUtc: "2026-01-15T12:34:56Z",
      status: "SUCCESS",
      keyInformation: {
        provider: "merchantName",
        tenant: "nrtd",
        organizationId: "merchantName",
        clientKeyId: "the-user",
        keyId: platform.currentKey("merchantName", "oAuthClientCredentials")?.keyId,
        key: "the-stored-secret",
        keyType: "oAuthClientCredentials",
        status: "active",
        expirationDate: "2027-01-15T12:34:56Z",
      },
    });
  });
});

test("answers with the configured date format and status", async () => {
  const platform = await runPlatform({ dateForm: "offset-colon-ms", status: "ACCEPTED" });
  const answer = keyAnswerOf(await ask(platform, storeBody()));
  expect(answer.status).toBe("ACCEPTED");
  expect(answer.submitTimeUtc).toBe("2026-01-15T05:34:56.789-07:00");
  expect(answer.keyInformation["expirationDate"]).toBe("2027-01-15T05:34:56.789-07:00");
});

test("returns the client reference", async () => {
  const platform = await runPlatform();
  const clientReferenceInformation = { code: "mine" };
  const reply = await ask(platform, { ...createBody(), clientReferenceInformation });
  expect(keyAnswerOf(reply)).toMatchObject({ clientReferenceInformation });
});

test("same-key answers with the old expiration date and the time of the new request", async () => {
  const platform = await runPlatform({ onCreate: "same-key" });
  const first = keyAnswerOf(await ask(platform, createBody()));
  platform.advance(3_600_000);
  const second = keyAnswerOf(await ask(platform, createBody()));
  expect(second.keyInformation).toEqual(first.keyInformation);
  expect(second.submitTimeUtc).toBe("2026-01-15T13:34:56+0000");
});

test("answers an invalid body with 400 and the names of the fields, and creates no key", async () => {
  const platform = await runPlatform();
  const reply = await ask(platform, createBody("merchantName", { expiryDuration: 365 }));
  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.text)).toMatchObject({
    reason: "INVALID_DATA",
    details: [{ field: "keyInformation.expiryDuration", reason: "INVALID_DATA" }],
  });
  expect(platform.currentKey("merchantName", "sharedSecret")).toBeUndefined();
  expect(platform.journal[0]).toMatchObject({ reason: "INVALID_DATA keyInformation.expiryDuration", keyMade: false });
});

test("failInBody answers an invalid body with 201 and a failed key, without secrets", async () => {
  const platform = await runPlatform({ failInBody: true });
  const reply = await ask(platform, storeBody("merchantName", { clientKeyId: undefined }));
  expect(reply.status).toBe(201);
  expect(keyAnswerOf(reply)).toMatchObject({
    keyInformation: {
      status: "FAILED",
      errorInformation: {
        reason: "MISSING_FIELD",
        details: [{ field: "keyInformation.clientKeyId", reason: "MISSING_FIELD" }],
      },
    },
  });
  expect(reply.text).not.toContain("the-stored-secret");
  expect(platform.currentKey("merchantName", "oAuthClientCredentials")).toBeUndefined();
});

test.each([
  ["that is not JSON", Buffer.from("{")],
  ["that is not UTF-8", Buffer.from(JSON.stringify(createBody("caf\u00e9")), "latin1")],
  ["that is empty", Buffer.alloc(0)],
])("answers a body %s with 400, even with failInBody", async (_case, body) => {
  const platform = await runPlatform({ failInBody: true });
  const reply = await send(platform.url, { headers: { "content-type": "application/json" }, body });
  expect(reply.status).toBe(400);
});

test("answers a wrong header with 400", async () => {
  const platform = await runPlatform();
  const reply = await ask(platform, createBody(), { "v-c-correlation-id": "no spaces here" });
  expect(reply.status).toBe(400);
  expect(reply.text).toContain("v-c-correlation-id");
});

test("accepts a body of 64 KiB and rejects a longer one", async () => {
  const platform = await runPlatform();
  const padded = (bytes: number) => JSON.stringify(createBody()).padEnd(bytes);
  const headers = { "content-type": "application/json" };
  expect((await send(platform.url, { headers, body: padded(65_536) })).status).toBe(201);
  expect((await send(platform.url, { headers, body: padded(65_537) })).status).toBe(413);
});

test.each([
  ["GET", "/kms/egress/v2/keys-sym"],
  ["POST", "/kms/egress/v2/keys-sym/"],
  ["POST", "/kms/egress/v2/keys-asym/deletes"],
  ["GET", "/kms/egress/v2/keys-asym"],
])("answers %s %s with 404", async (method, path) => {
  const platform = await runPlatform();
  const reply = await send(`${platform.origin}${path}`, { method });
  expect(reply.status).toBe(404);
  expect(JSON.parse(reply.text)).toEqual({ message: "The requested resource does not exist" });
});

test("lists the products of an organization", async () => {
  const platform = await runPlatform();
  const reply = await send(`${platform.origin}/notification-subscriptions/v2/products/merchantName`, { method: "GET" });
  expect(reply.status).toBe(200);
  const [first] = JSON.parse(reply.text) as Record<string, unknown>[];
  expect(Object.keys(first ?? {})).toEqual(["productId", "productName", "eventTypes"]);
  expect(platform.journal[0]).toMatchObject({ organizationId: "merchantName", status: 200, keyMade: false });
});

test("answers 429 to more requests at once than maxConcurrent", async () => {
  const platform = await runPlatform({ maxConcurrent: 2 });
  platform.fault({ kind: "delay", made: true, beforeHeadersMs: 300 }, 2);
  const replies = await Promise.all([1, 2, 3].map(() => ask(platform, createBody())));
  expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 429]);
  expect(replies.find(({ status }) => status === 429)?.headers["retry-after"]).toBe("1");
  expect((await ask(platform, createBody())).status).toBe(201);
});

test("waits latencyMs before it answers", async () => {
  const platform = await runPlatform({ latencyMs: 100 });
  const startedAt = performance.now();
  await ask(platform, createBody());
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99);
});

test("answers 502, with the code in the journal, if a key can't be written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "platform-server-"));
  const platform = await runPlatform({ persist: join(folder, "keys.json") });
  rmSync(folder, { recursive: true });
  expect((await ask(platform, createBody())).status).toBe(502);
  expect(platform.journal[0]).toMatchObject({ status: 502, reason: "ENOENT", keyMade: false });
});

test("uses HTTPS with a certificate", async () => {
  const { inputs } = JSON.parse(readFileSync("tests/vectors/request-authentication.json", "utf8")) as {
    inputs: { p12: { privateKeyPem: string; certificatePem: string } };
  };
  const { privateKeyPem: key, certificatePem: cert } = inputs.p12;
  const platform = await runPlatform({ tls: { key, cert } });
  expect(platform.origin).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const sent = { headers: { "content-type": "application/json" }, body: JSON.stringify(createBody()), ca: cert };
  expect((await send(platform.url, sent)).status).toBe(201);
  platform.fault({ kind: "reset", made: false });
  await expect(send(platform.url, sent)).rejects.toThrow();
});

test("rejects if its port is in use", async () => {
  const platform = await runPlatform();
  await expect(startPlatform({ port: Number(new URL(platform.origin).port) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("close aborts requests in progress, frees the port, and can be called again", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "delay", made: true, beforeHeadersMs: 60_000 });
  const refused = expect(ask(platform, createBody())).rejects.toThrow();
  while (platform.journal.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await platform.close();
  await refused;
  await platform.close();
  await runPlatform({ port: Number(new URL(platform.origin).port) });
});

test("close aborts an incomplete request", async () => {
  const platform = await runPlatform();
  const broken = exchange(platform, rawRequest(createBody()).slice(0, -1));
  await send(platform.origin, { method: "GET" });
  await platform.close();
  expect((await broken).received).toBe("");
});

test("a client that disconnects during its request does no harm", async () => {
  const platform = await runPlatform();
  const socket = connect(Number(new URL(platform.origin).port), "127.0.0.1");
  socket.write(rawRequest(createBody()).slice(0, -1));
  await send(platform.origin, { method: "GET" });
  socket.destroy();
  expect((await ask(platform, createBody())).status).toBe(201);
});

test("answers have the date of the local platform's clock", async () => {
  const platform = await runPlatform();
  platform.setClock(new Date("2030-05-05T00:00:00Z"));
  const reply = await ask(platform, createBody());
  expect(reply.headers.date).toBe("Sun, 05 May 2030 00:00:00 GMT");
  expect(keyAnswerOf(reply).submitTimeUtc).toBe("2030-05-05T00:00:00+0000");
  expect(platform.journal[0]?.at).toBe("2030-05-05T00:00:00.000Z");
  expect(START.getTime()).toBeLessThan(platform.now().getTime());
});

test("grants the configured validity until it is changed", async () => {
  const platform = await runPlatform({ grantSeconds: -60 });
  const end = async () => keyAnswerOf(await ask(platform, createBody("o", { expiryDuration: "2" }))).keyInformation;
  expect((await end())["expirationDate"]).toBe("2026-01-15T12:33:56+0000");
  platform.grant({ grantAtMostDays: 1 });
  expect((await end())["expirationDate"]).toBe("2026-01-16T12:34:56+0000");
  platform.grant({});
  expect((await end())["expirationDate"]).toBe("2026-01-17T12:34:56+0000");
});
