import { expect, test } from "@jest/globals";
import { findSecrets, textPlace } from "../../support/secret-sweep.js";

const secret = 'k3y+/with"quote&more=';
const encode = (text: string, encoding: BufferEncoding): string => Buffer.from(text).toString(encoding);

test.each([
  ["plain", secret],
  ["JSON", JSON.stringify({ secret })],
  ["URL-encoded", `a=${encodeURIComponent(secret)}`],
  ["hex", encode(`xx${secret}`, "hex")],
  ["base64", encode(secret, "base64")],
  ["base64 at offset 1", encode(`x${secret}yy`, "base64")],
  ["base64 at offset 2", encode(`xx${secret}y`, "base64")],
  ["base64url", encode(`xx${secret}y`, "base64url")],
])("finds a secret in %s form", (_, text) => {
  expect(findSecrets([textPlace("place", `before ${text} after`)], { secret })).not.toEqual([]);
});

test("finds nothing where there is nothing, and never repeats the secret", () => {
  expect(findSecrets([textPlace("place", "all quiet here")], { secret })).toEqual([]);
  expect(findSecrets([textPlace("place", secret)], { secret }).join()).not.toContain(secret);
  expect(() => findSecrets([], { tooShort: "abc" })).toThrow("too short");
});
