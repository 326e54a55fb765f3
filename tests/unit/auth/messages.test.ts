import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "@jest/globals";
import { AuthenticationConfigError } from "../../../provider/auth/errors.js";
import { validateIdentifiers } from "../../../provider/auth/identifiers.js";
import { jwtWithP12 } from "../../../provider/auth/jwt.js";
import { noAuthentication } from "../../../provider/auth/none.js";
import { readP12 } from "../../../provider/auth/p12.js";
import { readSharedSecret } from "../../../provider/auth/shared-secret.js";
import { now, postRequest } from "./requests.js";
import { p12Vectors } from "./vectors.js";

const { files, password } = p12Vectors;
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

const read = (p12Base64: string, alias = "merchant") => readP12({ p12Base64, password, alias });

const ID_FORM = "must be visible ASCII characters without spaces, quotes and backslashes";
const P12_CERTIFICATE =
  "ERR_AUTH_P12_CERTIFICATE: The P12 must contain the merchant's certificate with its private key: either as its only " +
  "certificate, or with CN=<merchant id> in its friendly name. It contains";
const CHECK_ID = "Check the merchant id, or create a P12 for this merchant in the Business Center.";

test.each<[string, () => unknown]>([
  [
    `ERR_AUTH_ID: merchantId ${ID_FORM}, but it's empty. Set it exactly as the Business Center shows it.`,
    () => validateIdentifiers({ merchantId: "" }),
  ],
  [
    `ERR_AUTH_ID: keyId ${ID_FORM}, but it contains another character. Set it exactly as the Business Center shows it.`,
    () => validateIdentifiers({ merchantId: "m", keyId: "a b" }),
  ],
  [
    "ERR_AUTH_SHARED_SECRET: The shared secret must be base64, but it's empty. Copy all of it again from the Business " +
      "Center, without spaces or line ends.",
    () => readSharedSecret(""),
  ],
  [
    "ERR_AUTH_SHARED_SECRET: The shared secret must be base64, but it isn't. Copy all of it again from the Business Center, " +
      "without spaces or line ends.",
    () => readSharedSecret("*"),
  ],
  [
    "ERR_AUTH_P12_PRIVATE_KEY: The P12 must contain an RSA private key of at least 2048 bits, but it contains another kind " +
      "of key. Create a new P12 in the Business Center.",
    () =>
      jwtWithP12({
        merchantId: "m",
        p12: { privateKeyPem: elliptic, certificateSerialNumber: "1", notAfter: now },
      }),
  ],
  [
    "ERR_AUTH_P12_BASE64: The P12 must be base64, but it's empty. Set it to the whole output of `base64` for the .p12 file.",
    () => read(""),
  ],
  [
    "ERR_AUTH_P12_BASE64: The P12 must be base64, but it's something else. Set it to the whole output of `base64` for the " +
      ".p12 file.",
    () => read("./merchant.p12"),
  ],
  [
    "ERR_AUTH_P12_FORMAT: The P12 must be a PKCS#12 file with AES or 3DES encryption, but it can't be read as one. Use the " +
      ".p12 file from the Business Center unchanged, or one that `openssl pkcs12 -export` created.",
    () => read("AAAA"),
  ],
  [
    "ERR_AUTH_P12_PASSWORD: The password doesn't open the P12. Set the password with which the file was created. For a file " +
      "with AES encryption, the password must be ASCII.",
    () => readP12({ p12Base64: files.legacy ?? "", password: "wrong", alias: "merchant" }),
  ],
  [
    "ERR_AUTH_P12_PRIVATE_KEY: The P12 must contain an RSA private key, but it contains none. Export it again together with " +
      "its private key.",
    () => read(files["without private key"] ?? ""),
  ],
  [
    `${P12_CERTIFICATE} no certificate with its private key. ${CHECK_ID}`,
    () => read(files["key of another certificate"] ?? ""),
  ],
  [
    `${P12_CERTIFICATE} several certificates, but none with that name. ${CHECK_ID}`,
    () => read(files["two merchants"] ?? ""),
  ],
  [
    "ERR_AUTH_P12_SERIAL_NUMBER: The subject of the certificate must have a serialNumber, by which the platform identifies " +
      "the key, but it has none. Use the P12 that the Business Center created, not one with a certificate of your own.",
    () => read(files["without subject serialNumber"] ?? ""),
  ],
])("%s", (message, action) => {
  expect(action).toThrow(AuthenticationConfigError);
  expect(action).toThrow(expect.objectContaining({ name: "AuthenticationConfigError", message }));
});

test("the error of `none` says what to use for another host", async () => {
  await expect(noAuthentication()(postRequest, now)).rejects.toThrow(
    "ERR_AUTH_NONE_HOST: The authentication `none` is for loopback hosts only, but the request goes to another host. Use `jwt`.",
  );
});
