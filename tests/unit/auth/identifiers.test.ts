import { expect, test } from "@jest/globals";
import { validateIdentifiers } from "../../../provider/auth/identifiers.js";
import { codeOf } from "./requests.js";

test.each(["fake_merchant_001", "00000000-aaaa-4bbb-8ccc-dddddddddddd", "a", "!#~[]+/=:.@"])("accepts %j", (id) => {
  expect(() => validateIdentifiers({ merchantId: id, keyId: id, portfolioId: id })).not.toThrow();
});

test("accepts that there is neither a key id nor a portfolio", () => {
  expect(() => validateIdentifiers({ merchantId: "a", portfolioId: undefined })).not.toThrow();
});

test.each(["", " ", "a b", "a ", "a\r", "a\nb", "\0", "a\tb", "\u007f", 'a"', "a\\", "é", "ā", "名", "a\u2028", "🔑"])(
  "refuses %j",
  (id) => {
    expect(codeOf(() => validateIdentifiers({ merchantId: id }))).toBe("ERR_AUTH_ID");
    expect(codeOf(() => validateIdentifiers({ merchantId: "a", keyId: id }))).toBe("ERR_AUTH_ID");
    expect(codeOf(() => validateIdentifiers({ merchantId: "a", portfolioId: id }))).toBe("ERR_AUTH_ID");
  },
);

test("says which id it is, and whether it is empty", () => {
  expect(() => validateIdentifiers({ merchantId: "a", keyId: "" })).toThrow(/^ERR_AUTH_ID: keyId .* it's empty\./);
  expect(() => validateIdentifiers({ merchantId: "a", portfolioId: "b c" })).toThrow(
    /^ERR_AUTH_ID: portfolioId .* another char/,
  );
});
