import { expect, test } from "@jest/globals";
import { createCredentialTable } from "../../../../../local/platform/authentication/credentials.js";

const merchant = (secret: string) => ({ merchants: [{ merchantId: "m", keyId: "k", secret }] });

test("decodes a secret in standard base64", () => {
  const secret = Buffer.from("secret-bytes").toString("base64");
  expect(createCredentialTable(merchant(secret)).sharedSecrets.get("k")?.material.toString()).toBe("secret-bytes");
});

test.each(["", "not base64!", "c2VjcmV0LXg", "_-8="])("rejects %j as a secret without repeating it", (secret) => {
  expect(() => createCredentialTable(merchant(secret))).toThrow(
    new TypeError("The secret of key k is not standard base64"),
  );
});

test("rejects an invalid certificate", () => {
  expect(() =>
    createCredentialTable({ certificates: [{ merchantId: "m", serialNumber: "1", publicKey: "none" }] }),
  ).toThrow();
});
