import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { type Platform } from "../../../../local/platform/server.js";
import { ask, createBody, exchange, keyAnswerOf, rawRequest, runPlatform, send } from "./harness.js";

const storedKey = (platform: Platform) => platform.currentKey("merchantName", "sharedSecret");

test("an edit path through a constructor can't reach a prototype", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "edit", made: false, set: { "constructor.prototype.polluted": true } });
  expect((await ask(platform, createBody())).text).toContain('"constructor":{"prototype":{"polluted":true}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

describe("a different answer", () => {
  test("has any status, headers and body", async () => {
    const platform = await runPlatform();
    platform.fault({
      kind: "answer",
      made: false,
      status: 503,
      headers: { "Retry-After": "Thu, 15 Jan 2026 12:35:56 GMT", "Content-Type": "text/html" },
      body: "<html>",
    });
    const reply = await ask(platform, createBody());
    expect(reply.status).toBe(503);
    expect(reply.headers["retry-after"]).toBe("Thu, 15 Jan 2026 12:35:56 GMT");
    expect(reply.headers["content-type"]).toBe("text/html");
    expect(reply.text).toBe("<html>");
    expect(platform.journal[0]).toMatchObject({ status: 503, faultName: "answer", keyMade: false });
    expect(storedKey(platform)).toBeUndefined();
  });

  test("has an empty body, or one that is not UTF-8", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "answer", made: false, status: 201 });
    platform.fault({
      kind: "answer",
      made: false,
      status: 201,
      bodyBase64: Buffer.from([0xff, 0xfe]).toString("base64"),
    });
    expect((await ask(platform, createBody())).bytes).toEqual(Buffer.alloc(0));
    expect((await ask(platform, createBody())).bytes).toEqual(Buffer.from([0xff, 0xfe]));
  });

  test("redirects", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "answer", made: false, status: 307, headers: { location: "/elsewhere" } });
    const reply = await ask(platform, createBody());
    expect([reply.status, reply.headers.location]).toEqual([307, "/elsewhere"]);
  });
});

describe("an edited answer", () => {
  test("has the fields that are set, old and new, and the other fields unchanged", async () => {
    const platform = await runPlatform();
    const errorInformation = { reason: "INVALID_DATA", details: [] };
    platform.fault({
      kind: "edit",
      made: true,
      set: { status: "FAILED", "keyInformation.errorInformation": errorInformation, "more.inside": [1] },
    });
    const answer = keyAnswerOf(await ask(platform, createBody()));
    expect(answer).toMatchObject({ status: "FAILED", more: { inside: [1] } });
    expect(answer.keyInformation).toMatchObject({
      errorInformation,
      keyId: storedKey(platform)?.keyId,
      key: storedKey(platform)?.key,
    });
  });

  test.each(["keyId", "key", "expirationDate", "status"])("lacks the omitted field %s", async (field) => {
    const platform = await runPlatform();
    platform.fault({ kind: "edit", made: true, omit: [`keyInformation.${field}`] });
    const [lacking, whole] = [await ask(platform, createBody()), await ask(platform, createBody())];
    expect(keyAnswerOf(lacking).keyInformation).not.toHaveProperty(field);
    expect(keyAnswerOf(whole).keyInformation).toHaveProperty(field);
  });
});

test("a delayed answer is late before its headers and in its body", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "delay", made: true, beforeHeadersMs: 60, insideBodyMs: 60 });
  const startedAt = performance.now();
  const reply = await ask(platform, createBody());
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118);
  expect(keyAnswerOf(reply).keyInformation["keyId"]).toBe(storedKey(platform)?.keyId);
});

describe("a broken connection", () => {
  test("before the answer is a reset, without a status in the journal", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "reset", made: false });
    expect(await exchange(platform, rawRequest(createBody()))).toEqual({ received: "", end: "ECONNRESET" });
    expect(platform.journal[0]).toMatchObject({ status: null, faultName: "reset", keyMade: false });
    expect(storedKey(platform)).toBeUndefined();
  });

  test.each([0, 20])("can happen after %d bytes of the body", async (afterBytes) => {
    const platform = await runPlatform();
    platform.fault({ kind: "reset", made: true, afterBytes }, 2);
    const { received, end } = await exchange(platform, rawRequest(createBody()));
    const [head = "", body] = received.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1.1 201 Created\r\n/);
    expect(body).toBe('{"submitTimeUtc":"2026-01-15'.slice(0, afterBytes));
    expect(end).toBe("end");
    expect(platform.journal[0]?.status).toBe(201);
    await expect(ask(platform, createBody())).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  test("can lose the answer with a key that was created", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "reset", made: true });
    await expect(ask(platform, createBody())).rejects.toThrow();
    expect(storedKey(platform)).toBeDefined();
    expect(platform.journal[0]?.keyMade).toBe(true);
  });
});

test("a truncated body ends as if it were complete", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "truncate", made: true, bytes: 30 });
  const reply = await ask(platform, createBody());
  expect(reply.headers["content-length"]).toBe("30");
  expect(reply.text).toHaveLength(30);
});

test("a padded body is the real one with megabytes of white space", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "pad", made: true, megabytes: 3 });
  const reply = await ask(platform, createBody());
  expect(reply.bytes.length).toBeGreaterThan(3 * 1_048_576);
  expect(keyAnswerOf(reply).keyInformation["keyId"]).toBe(storedKey(platform)?.keyId);
});

test("a padded body can be compressed, which makes it small", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "pad", made: true, megabytes: 3, gzip: true });
  const reply = await ask(platform, createBody());
  expect(reply.headers["content-encoding"]).toBe("gzip");
  expect(reply.bytes.length).toBeLessThan(10_000);
  expect(gunzipSync(reply.bytes).length).toBeGreaterThan(3 * 1_048_576);
});

test("a nested field contains nested lists, and the other fields are unchanged", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "nest", made: true, path: "keyInformation.status", depth: 3 });
  const { keyInformation } = keyAnswerOf(await ask(platform, createBody()));
  expect(keyInformation).toMatchObject({ status: [[[]]], keyId: storedKey(platform)?.keyId });
});

test("a dripping body arrives byte by byte and never ends", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "drip", made: true, everyMs: 1 });
  let text = "";
  await new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(platform.origin).port), "127.0.0.1");
    socket
      .setEncoding("latin1")
      .on("data", (chunk: string) => {
        text += chunk;
        if (/(\r\n1\r\n ){3}/.test(text)) socket.destroy();
      })
      .on("close", () => resolve())
      .write(rawRequest(createBody()));
  });
  expect(text).toMatch(/\r\n1\r\n\{\r\n1\r\n"/);
});

describe("text instead of an answer", () => {
  test("need not be HTTP", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "raw", made: false, text: "SSH-2.0-x\r\n" });
    await expect(ask(platform, createBody())).rejects.toMatchObject({ code: "HPE_INVALID_CONSTANT" });
    expect(storedKey(platform)).toBeUndefined();
  });

  test("is sent repeatedly with everyMs", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "raw", made: true, text: "x", everyMs: 1 });
    const count = await new Promise<number>((resolve) => {
      const socket = connect(Number(new URL(platform.origin).port), "127.0.0.1");
      let bytes = 0;
      socket
        .on("data", ({ length }) => {
          bytes += length;
          if (bytes >= 3) socket.destroy();
        })
        .on("close", () => resolve(bytes))
        .write(rawRequest(createBody()));
    });
    expect(count).toBeGreaterThanOrEqual(3);
  });
});

test("a late answer follows when the next request arrives on the connection, before that request's answer", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "late", made: true, status: 503 });
  const heads = await new Promise<string[]>((resolve) => {
    let text = "";
    let isSecondSent = false;
    const socket = connect(Number(new URL(platform.origin).port), "127.0.0.1");
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      text += chunk;
      const found = text.match(/HTTP\/1\.1 \d{3}/g) ?? [];
      if (found.length === 1 && !isSecondSent) {
        isSecondSent = true;
        socket.write(rawRequest(createBody()));
      }
      if (found.length === 3) {
        socket.destroy();
        resolve(found);
      }
    });
    socket.write(rawRequest(createBody()));
  });
  expect(heads).toEqual(["HTTP/1.1 503", "HTTP/1.1 201", "HTTP/1.1 201"]);
  expect(platform.journal.map(({ keyMade }) => keyMade)).toEqual([true, true]);
});

test("a key that is not created replaces no other key", async () => {
  const platform = await runPlatform();
  await ask(platform, createBody());
  const before = storedKey(platform);
  platform.fault({ kind: "edit", made: false, set: { status: "FAILED" } });
  await ask(platform, createBody());
  expect(storedKey(platform)).toEqual(before);
});

test("a rejected request does not use up a fault", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "answer", made: false, status: 500 });
  expect((await ask(platform, {})).status).toBe(400);
  expect((await ask(platform, createBody())).status).toBe(500);
});

test("faults also apply to the list of products", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "answer", made: false, status: 500 });
  const url = `${platform.origin}/notification-subscriptions/v2/products/merchantName`;
  expect((await send(url, { method: "GET" })).status).toBe(500);
  expect(platform.journal[0]?.faultName).toBe("answer");
});
