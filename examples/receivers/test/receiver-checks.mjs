import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { signNotification } from "pulumi-cybersource-webhooks/testing";

export const folder = join(import.meta.dirname, "..");
export const key = { keyId: "key-id", key: Buffer.from("a key of 32 bytes, as they have.").toString("base64") };
/** Contains spaces and a letter that isn't ASCII, so the bytes change if the body is parsed and written again, or decoded. */
export const body = '{ "eventType": "größer",  "payload": { "amount": 1.50, "sign": "\u{1F600}" } }';

/** Writes the keys to a file that is removed after the test. */
export const keysFile = (t) => {
  const scratch = mkdtempSync(join(tmpdir(), "receivers-"));
  t.after(() => rmSync(scratch, { recursive: true }));
  writeFileSync(join(scratch, "keys.json"), JSON.stringify([key]));
  return join(scratch, "keys.json");
};

const post = async (url, header, sent = body) => {
  const headers = { "content-type": "application/json", ...(header !== undefined && { "v-c-signature": header }) };
  return (await fetch(url, { method: "POST", headers, body: sent })).status;
};

/** Checks a receiver with real requests. */
export const checkReceiver = async (url) => {
  const genuine = signNotification({ body, key });
  assert.equal(await post(url, genuine), 200, "a genuine notification");
  assert.equal(await post(url, genuine), 200, "the same once more, which is a replay");
  assert.equal(await post(url, signNotification({ body: `${body} `, key })), 401, "one that was changed");
  assert.equal(await post(url, undefined), 401, "one without a signature");
  const newer = { keyId: "a-newer-key", key: key.key };
  assert.equal(await post(url, signNotification({ body, key: newer })), 503, "one with a key that isn't known yet");
  const large = JSON.stringify({ text: "x".repeat(900_000) });
  assert.equal(await post(url, signNotification({ body: large, key }), large), 200, "one of 900 kB");
  // Sent together, so that they share calls of refreshKeys.
  const bodies = Array.from({ length: 20 }, (_, index) => JSON.stringify({ index }));
  const statuses = await Promise.all(bodies.map((each) => post(url, signNotification({ body: each, key }), each)));
  assert.deepEqual(
    statuses,
    bodies.map(() => 200),
  );
};

/** A body above the limit gets an answer, and the connection isn't reset. */
export const checkTooLarge = async (url, expected) => {
  const large = "x".repeat(5_000_000);
  assert.equal(await post(url, signNotification({ body: large, key }), large), expected);
};

/** Runs a server in its own process. Returns the port that it prints. */
export const startProcess = async (t, command, args, options) => {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const ended = new Promise((resolve) => child.on("close", resolve));
  t.after(async () => {
    child.kill();
    await ended;
  });
  let printed = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        printed += `${line}\n`;
        const [, port] = /https?:\/\/[^\s:]+:(\d+)/.exec(line) ?? [];
        if (port !== undefined) resolve(port);
      });
    }
    child.on("error", reject);
    child.on("close", () => reject(new Error(`the server ended: ${printed}`)));
  });
};

/** The output of bodies.mjs if readRawBody detects every body that was read before. */
export const TOLD = Object.fromEntries([
  ["unread", 2],
  ...["twice", "text", "iterated", "released", "locked"].map((name) => [name, "ERR_NOTIFICATION_BODY"]),
]);
