import { expect, test } from "@jest/globals";
import { createP12Reader } from "../../../provider/handlers/p12-reader.js";
import { requestVectors } from "../auth/vectors.js";

const { inputs } = requestVectors;
const { base64, password } = inputs.p12;

test("a P12 is read once, and is not taken for one with another password or alias", async () => {
  const read = createP12Reader(
    () => new Date(inputs.nowIso),
    () => undefined,
  );
  const identity = await read("default", base64, password, inputs.merchantId);
  expect(await read("india", base64, password, inputs.merchantId)).toBe(identity);
  await expect(read("india", base64, "another", inputs.merchantId)).rejects.toThrow("ERR_AUTH_P12_PASSWORD");
  await expect(read("india", base64, password, "another_alias")).resolves.not.toBe(identity);
});
