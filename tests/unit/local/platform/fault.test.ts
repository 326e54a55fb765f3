import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { createFaultQueue, faultSchema } from "../../../../local/platform/fault.js";
import { type Platform } from "../../../../local/platform/server.js";
import { ask, createBody, exchange, keyAnswerOf, onTheWire, runPlatform, send } from "./harness.js";

const held = (platform: Platform) => platform.currentKey("merchantName", "sharedSecret");

describe("the queue", () => {
  const reset = { kind: "reset", made: false } as const;
  const truncate = { kind: "truncate", made: false, bytes: 1 } as const;

  test("gives each fault as often as asked, in the order they came", () => {
    const faults = createFaultQueue();
    faults.add(reset, 2);
    faults.add(truncate, 1);
    expect([1, 2, 3, 4].map(() => faults.take("org"))).toEqual([reset, reset, truncate, undefined]);
  });

  test("gives a fault for ever until it is cleared", () => {
    const faults = createFaultQueue();
    faults.add(reset, "always");
    for (let request = 0; request < 100; request += 1) expect(faults.take("org")).toBe(reset);
    faults.clear();
    expect(faults.take("org")).toBeUndefined();
  });

  test("keeps a fault for the organization that it is for", () => {
    const faults = createFaultQueue();
    faults.add(reset, 1, { organizationId: "one" });
    faults.add(truncate, 1);
    expect(["two", "two", "one", "one"].map((name) => faults.take(name))).toEqual([
      truncate,
      undefined,
      reset,
      undefined,
    ]);
  });

  test("lets requests pass before a fault begins, and counts those of its organization alone", () => {
    const faults = createFaultQueue();
    faults.add(reset, 1, { organizationId: "one", after: 2 });
    expect(["one", "two", "one", "one", "one"].map((name) => faults.take(name))).toEqual([
      ...[undefined, undefined, undefined],
      reset,
      undefined,
    ]);
  });

  test("drops the faults of one organization and keeps the others", () => {
    const faults = createFaultQueue();
    faults.add(reset, "always", { organizationId: "one" });
    faults.add(truncate, "always");
    faults.clear("one");
    expect(faults.take("one")).toBe(truncate);
  });
});

test.each([
  ["no made", { kind: "reset" }],
  ["another kind", { kind: "flood", made: true }],
  ["a field of another kind", { kind: "reset", made: true, status: 500 }],
  ["a status below 200", { kind: "answer", made: true, status: 199 }],
  ["a status above 599", { kind: "answer", made: true, status: 600 }],
  ["a header that cannot be sent", { kind: "answer", made: true, status: 503, headers: { a: "b\r\nc: d" } }],
  ["a path to a prototype", { kind: "edit", made: true, set: { "__proto__.polluted": true } }],
  ["a delay below zero", { kind: "delay", made: true, beforeHeadersMs: -1 }],
])("a fault with %s is refused", (_case, fault) => {
  expect(faultSchema.safeParse(fault).success).toBe(false);
});

test("an editing path through a constructor reaches no prototype", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "edit", made: false, set: { "constructor.prototype.polluted": true } });
  expect((await ask(platform, createBody())).text).toContain('"constructor":{"prototype":{"polluted":true}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

describe("another answer", () => {
  test("any status, headers and body", async () => {
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
    expect(held(platform)).toBeUndefined();
  });

  test("an empty body, and one that is not UTF-8", async () => {
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

  test("a redirect", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "answer", made: false, status: 307, headers: { location: "/elsewhere" } });
    const reply = await ask(platform, createBody());
    expect([reply.status, reply.headers.location]).toEqual([307, "/elsewhere"]);
  });
});

describe("an edited answer", () => {
  test("has the fields that are set, old and new, with the rest as it was", async () => {
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
      keyId: held(platform)?.keyId,
      key: held(platform)?.key,
    });
  });

  test.each(["keyId", "key", "expirationDate", "status"])("lacks the field left out: %s", async (field) => {
    const platform = await runPlatform();
    platform.fault({ kind: "edit", made: true, omit: [`keyInformation.${field}`] });
    const [lacking, whole] = [await ask(platform, createBody()), await ask(platform, createBody())];
    expect(keyAnswerOf(lacking).keyInformation).not.toHaveProperty(field);
    expect(keyAnswerOf(whole).keyInformation).toHaveProperty(field);
  });
});

test("a late answer is late before its headers and inside its body", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "delay", made: true, beforeHeadersMs: 60, insideBodyMs: 60 });
  const startedAt = performance.now();
  const reply = await ask(platform, createBody());
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118);
  expect(keyAnswerOf(reply).keyInformation["keyId"]).toBe(held(platform)?.keyId);
});

describe("a broken connection", () => {
  test("before the answer is a reset, and the journal has no status", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "reset", made: false });
    expect(await exchange(platform, onTheWire(createBody()))).toEqual({ received: "", end: "ECONNRESET" });
    expect(platform.journal[0]).toMatchObject({ status: null, faultName: "reset", keyMade: false });
    expect(held(platform)).toBeUndefined();
  });

  test.each([0, 20])("after %d bytes of the body", async (afterBytes) => {
    const platform = await runPlatform();
    platform.fault({ kind: "reset", made: true, afterBytes }, 2);
    const { received, end } = await exchange(platform, onTheWire(createBody()));
    const [head = "", body] = received.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1.1 201 Created\r\n/);
    expect(body).toBe('{"submitTimeUtc":"2026-01-15'.slice(0, afterBytes));
    expect(end).toBe("end");
    expect(platform.journal[0]?.status).toBe(201);
    await expect(ask(platform, createBody())).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  test("may leave a key behind: answered but lost", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "reset", made: true });
    await expect(ask(platform, createBody())).rejects.toThrow();
    expect(held(platform)).toBeDefined();
    expect(platform.journal[0]?.keyMade).toBe(true);
  });
});

test("a truncated body ends as if it were whole", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "truncate", made: true, bytes: 30 });
  const reply = await ask(platform, createBody());
  expect(reply.headers["content-length"]).toBe("30");
  expect(reply.text).toHaveLength(30);
});

test("a padded body is the true one with megabytes of white space", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "pad", made: true, megabytes: 3 });
  const reply = await ask(platform, createBody());
  expect(reply.bytes.length).toBeGreaterThan(3 * 1_048_576);
  expect(keyAnswerOf(reply).keyInformation["keyId"]).toBe(held(platform)?.keyId);
});

test("a padded body may be compressed, and is small then", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "pad", made: true, megabytes: 3, gzip: true });
  const reply = await ask(platform, createBody());
  expect(reply.headers["content-encoding"]).toBe("gzip");
  expect(reply.bytes.length).toBeLessThan(10_000);
  expect(gunzipSync(reply.bytes).length).toBeGreaterThan(3 * 1_048_576);
});

test("a nested field is lists in lists, and the rest is as it was", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "nest", made: true, path: "keyInformation.status", depth: 3 });
  const { keyInformation } = keyAnswerOf(await ask(platform, createBody()));
  expect(keyInformation).toMatchObject({ status: [[[]]], keyId: held(platform)?.keyId });
});

test("a body that drips comes byte by byte and does not end", async () => {
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
      .write(onTheWire(createBody()));
  });
  expect(text).toMatch(/\r\n1\r\n\{\r\n1\r\n"/);
});

describe("text in place of an answer", () => {
  test("need not be HTTP", async () => {
    const platform = await runPlatform();
    platform.fault({ kind: "raw", made: false, text: "SSH-2.0-x\r\n" });
    await expect(ask(platform, createBody())).rejects.toMatchObject({ code: "HPE_INVALID_CONSTANT" });
    expect(held(platform)).toBeUndefined();
  });

  test("comes again and again where a time is given", async () => {
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
        .write(onTheWire(createBody()));
    });
    expect(count).toBeGreaterThanOrEqual(3);
  });
});

test("a late answer follows its status once another request is on the connection, before the answer to that", async () => {
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
        socket.write(onTheWire(createBody()));
      }
      if (found.length === 3) {
        socket.destroy();
        resolve(found);
      }
    });
    socket.write(onTheWire(createBody()));
  });
  expect(heads).toEqual(["HTTP/1.1 503", "HTTP/1.1 201", "HTTP/1.1 201"]);
  expect(platform.journal.map(({ keyMade }) => keyMade)).toEqual([true, true]);
});

test("a key that is not made replaces none", async () => {
  const platform = await runPlatform();
  await ask(platform, createBody());
  const before = held(platform);
  platform.fault({ kind: "edit", made: false, set: { status: "FAILED" } });
  await ask(platform, createBody());
  expect(held(platform)).toEqual(before);
});

test("a request that is refused does not use up a fault", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "answer", made: false, status: 500 });
  expect((await ask(platform, {})).status).toBe(400);
  expect((await ask(platform, createBody())).status).toBe(500);
});

test("the list of products meets faults too", async () => {
  const platform = await runPlatform();
  platform.fault({ kind: "answer", made: false, status: 500 });
  const url = `${platform.origin}/notification-subscriptions/v2/products/merchantName`;
  expect((await send(url, { method: "GET" })).status).toBe(500);
  expect(platform.journal[0]?.faultName).toBe("answer");
});
