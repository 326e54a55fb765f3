import { expect, test } from "@jest/globals";
import { createP12Reader } from "../../../provider/connection/p12-reader.js";
import { requestVectors } from "../auth/vectors.js";

const { inputs } = requestVectors;
const { base64, password } = inputs.p12;

test("a P12 is read once, but again with another password or alias", async () => {
  const read = createP12Reader(
    () => new Date(inputs.nowIso),
    () => undefined,
  );
  const identity = await read("default", base64, password, inputs.merchantId);
  // Compare identities as booleans, so that a failing assertion prints no private key.
  expect((await read("india", base64, password, inputs.merchantId)) === identity).toBe(true);
  await expect(read("india", base64, "another", inputs.merchantId)).rejects.toThrow("ERR_AUTH_P12_PASSWORD");
  expect((await read("india", base64, password, "another_alias")) === identity).toBe(false);
});

test("concurrent callers share one reading of a P12, also if it can't be read", async () => {
  const warnings: string[] = [];
  const read = createP12Reader(
    () => new Date("2099-01-01T00:00:00Z"),
    (line) => warnings.push(line),
  );
  const readings = Array.from({ length: 10 }, () => read("default", base64, password, inputs.merchantId));
  const identities = await Promise.all(readings);
  expect(new Set(identities).size).toBe(1);
  expect(warnings).toEqual([
    'connection "default": the certificate of its P12 expires in less than 30 days, or has expired. Create a new P12 in ' +
      "the Business Center, and set p12 and p12Password.",
  ]);
  const failures = await Promise.all(
    [1, 2].map(() => read("default", base64, "another", inputs.merchantId).catch((reason: unknown) => reason)),
  );
  expect(failures[0]).toMatchObject({ code: "ERR_AUTH_P12_PASSWORD" });
  expect(failures[1] === failures[0]).toBe(true);
});
