import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "@jest/globals";
import { decryptNotification } from "../../../decrypt/index.js";

const pem = { type: "pkcs8", format: "pem" } as const;

test.each([
  ["1024 bits", generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export(pem)],
  ["an elliptic curve", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export(pem)],
  ["RSA-PSS", generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey.export(pem)],
])("a private key of %s is refused", async (_, privateKey) => {
  await expect(decryptNotification({ body: "{}", keys: [{ privateKey: String(privateKey) }] })).rejects.toThrow(
    new TypeError("keys[0] must have an RSA key of at least 2048 bits as privateKey, but it has another one."),
  );
});
