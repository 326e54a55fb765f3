import { expect, test } from "@jest/globals";
import { type PlatformOptions } from "../../../../../local/platform/options.js";
import { runPlatform, send } from "../harness.js";
import { NOW, inputs, knowing, vectorNamed } from "./vectors.js";

const vector = vectorNamed("http-signature POST keys-sym CREATE");

const statusAt = async (secondsOff: number, options: PlatformOptions = {}) => {
  const now = () => new Date(NOW.getTime() + secondsOff * 1000);
  const platform = await runPlatform({ ...knowing(inputs.merchantId), now, ...options });
  const { headers, body } = vector;
  const { status } = await send(platform.url, { headers, ...(body !== null && { body }) });
  return [status, platform.journal[0]?.reason];
};

test.each([-900, 900])("accepts a clock that is %d s off", async (seconds) => {
  expect(await statusAt(seconds)).toEqual([201, undefined]);
});

test.each([-901, 901])("refuses a clock that is %d s off", async (seconds) => {
  expect(await statusAt(seconds)).toEqual([401, "date"]);
});

test("takes another skew", async () => {
  expect(await statusAt(5, { skewSeconds: 5 })).toEqual([201, undefined]);
  expect(await statusAt(6, { skewSeconds: 5 })).toEqual([401, "date"]);
});

test("the same request passes twice: the scheme knows no replay", async () => {
  const platform = await runPlatform(knowing(inputs.merchantId));
  const sent = { headers: vector.headers, ...(vector.body !== null && { body: vector.body }) };
  expect([(await send(platform.url, sent)).status, (await send(platform.url, sent)).status]).toEqual([201, 201]);
});

test("a refusal carries the local platform's date, by which a caller can see a wrong clock", async () => {
  const platform = await runPlatform(knowing(inputs.merchantId));
  const reply = await send(platform.url);
  expect(reply.status).toBe(401);
  expect(reply.headers.date).toBe("Thu, 15 Jan 2026 12:34:56 GMT");
});

test("a refused request makes no key and meets no fault, and its credentials stay out of the journal", async () => {
  const platform = await runPlatform(knowing(inputs.merchantId));
  platform.fault({ kind: "reset", made: true });
  const headers = { ...vector.headers, date: "Thu, 15 Jan 2026 12:34:57 GMT" };
  await send(platform.url, { headers, ...(vector.body !== null && { body: vector.body }) });
  expect(platform.journal[0]).toMatchObject({
    status: 401,
    reason: "signature",
    authentication: "http-signature",
    action: "CREATE",
    organizationId: inputs.merchantId,
    keyMade: false,
  });
  expect(platform.currentKey(inputs.merchantId, "sharedSecret")).toBeUndefined();
  expect(JSON.stringify(platform.journal)).not.toContain(inputs.keyId);
});
