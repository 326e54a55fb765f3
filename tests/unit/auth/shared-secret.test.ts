import { expect, test } from "@jest/globals";
import { readSharedSecret } from "../../../provider/auth/shared-secret.js";
import { codeOf, secretPair } from "./requests.js";

test.each([
  ["as the vendor creates it", secretPair.sharedSecret],
  ["of one byte", "AA=="],
  ["of two bytes", "AAA="],
  ["of three bytes, with every special character", "+/+/"],
])("reads a secret %s", (_, secret) => {
  expect(readSharedSecret(secret).export().toString("base64")).toBe(secret);
});

test.each([
  ["that is empty", ""],
  ["without its padding", "AA"],
  ["with too much padding", "AAA=="],
  ["with stray bits in its last character", "AB=="],
  ["in the URL alphabet", "-_-_"],
  ["with a space before it", " AAAA"],
  ["with a line end after it", "AAAA\n"],
  ["with text after its end", "AA==AA=="],
  ["that is a sentence", "this is not a secret"],
])("refuses a secret %s", (_, secret) => {
  expect(codeOf(() => readSharedSecret(secret))).toBe("ERR_AUTH_SHARED_SECRET");
});

test("says that a secret is empty", () => {
  expect(() => readSharedSecret("")).toThrow(/it's empty/);
});
