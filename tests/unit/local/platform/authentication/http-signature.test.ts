import { expect, test } from "@jest/globals";
import { type PlatformOptions } from "../../../../../local/platform/options.js";
import { runPlatform, send } from "../harness.js";
import { NOW, inputs, withVectorCredentials, vectorNamed } from "./vectors.js";

const vector = vectorNamed("http-signature POST keys-sym CREATE");

const statusAt = async (secondsOff: number, options: PlatformOptions = {}) => {
  const now = () => new Date(NOW.getTime() + secondsOff * 1000);
  const platform = await runPlatform({ ...withVectorCredentials(inputs.merchantId), now, ...options });
  const { headers, body } = vector;
  const { status } = await send(platform.url, { headers, ...(body !== null && { body }) });
  return [status, platform.journal[0]?.reason];
};

test.each([-900, 900])("accepts a clock difference of %d s", async (seconds) => {
  expect(await statusAt(seconds)).toEqual([201, undefined]);
});

test.each([-901, 901])("rejects a clock difference of %d s", async (seconds) => {
  expect(await statusAt(seconds)).toEqual([401, "date"]);
});

test("uses the configured clock difference", async () => {
  expect(await statusAt(5, { skewSeconds: 5 })).toEqual([201, undefined]);
  expect(await statusAt(6, { skewSeconds: 5 })).toEqual([401, "date"]);
});

test("accepts the same request twice, because the scheme has no replay protection", async () => {
  const platform = await runPlatform(withVectorCredentials(inputs.merchantId));
  const sent = { headers: vector.headers, ...(vector.body !== null && { body: vector.body }) };
  expect([(await send(platform.url, sent)).status, (await send(platform.url, sent)).status]).toEqual([201, 201]);
});

test("sends its date when it rejects a request, so that a caller can detect a wrong clock", async () => {
  const platform = await runPlatform(withVectorCredentials(inputs.merchantId));
  const reply = await send(platform.url);
  expect(reply.status).toBe(401);
  expect(reply.headers.date).toBe("Thu, 15 Jan 2026 12:34:56 GMT");
});

test("creates no key and uses up no fault for a rejected request, and journals no credentials", async () => {
  const platform = await runPlatform(withVectorCredentials(inputs.merchantId));
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
