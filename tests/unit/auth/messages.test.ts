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
  "ERR_AUTH_P12_CERTIFICATE: The P12 must hold the merchant's certificate with its private key: the only one, or one " +
  "whose friendly name has CN=<merchant id>;";
const CHECK_ID = "Check the merchant id, or make a P12 for this merchant in the Business Center.";

test.each<[string, () => unknown]>([
  [
    `ERR_AUTH_ID: merchantId ${ID_FORM}; it is empty. Set it exactly as the Business Center shows it.`,
    () => validateIdentifiers({ merchantId: "" }),
  ],
  [
    `ERR_AUTH_ID: keyId ${ID_FORM}; it has another character. Set it exactly as the Business Center shows it.`,
    () => validateIdentifiers({ merchantId: "m", keyId: "a b" }),
  ],
  [
    "ERR_AUTH_SHARED_SECRET: The shared secret must be base64; it is empty. Copy it again from the Business Center, whole, " +
      "with no spaces or line ends.",
    () => readSharedSecret(""),
  ],
  [
    "ERR_AUTH_SHARED_SECRET: The shared secret must be base64; it does not decode and encode back to itself. Copy it again " +
      "from the Business Center, whole, with no spaces or line ends.",
    () => readSharedSecret("*"),
  ],
  [
    "ERR_AUTH_P12_PRIVATE_KEY: The P12 must hold an RSA private key of at least 2048 bits; it holds another one. Make a new " +
      "P12 in the Business Center.",
    () =>
      jwtWithP12({
        merchantId: "m",
        p12: { privateKeyPem: elliptic, certificateSerialNumber: "1", notAfter: now },
      }),
  ],
  [
    "ERR_AUTH_P12_BASE64: The P12 must be given as base64; it is empty. Give the output of `base64` for the .p12 file, whole.",
    () => read(""),
  ],
  [
    "ERR_AUTH_P12_BASE64: The P12 must be given as base64; it is something else. Give the output of `base64` for the .p12 " +
      "file, whole.",
    () => read("./merchant.p12"),
  ],
  [
    "ERR_AUTH_P12_FORMAT: The P12 must be a PKCS#12 file with AES or 3DES encryption; it cannot be read as one. Give the " +
      ".p12 file as it came from the Business Center, or as `openssl pkcs12 -export` makes it.",
    () => read("AAAA"),
  ],
  [
    "ERR_AUTH_P12_PASSWORD: The P12 must open with its password; it does not. Give the password with which the file was " +
      "made. In a file with AES encryption it must be ASCII.",
    () => readP12({ p12Base64: files.legacy ?? "", password: "wrong", alias: "merchant" }),
  ],
  [
    "ERR_AUTH_P12_PRIVATE_KEY: The P12 must hold an RSA private key; it holds none. Export it again together with its " +
      "private key.",
    () => read(files["without private key"] ?? ""),
  ],
  [`${P12_CERTIFICATE} it holds none. ${CHECK_ID}`, () => read(files["key of another certificate"] ?? "")],
  [`${P12_CERTIFICATE} it holds several, none of them so named. ${CHECK_ID}`, () => read(files["two merchants"] ?? "")],
  [
    "ERR_AUTH_P12_SERIAL_NUMBER: The certificate must have a serialNumber in its subject, by which the platform knows the " +
      "key; it has none. Use the P12 that the Business Center made, not one with a certificate of your own.",
    () => read(files["without subject serialNumber"] ?? ""),
  ],
])("%s", (message, action) => {
  expect(action).toThrow(AuthenticationConfigError);
  expect(action).toThrow(expect.objectContaining({ name: "AuthenticationConfigError", message }));
});

test("the authentication `none` tells what to use for another host", async () => {
  await expect(noAuthentication()(postRequest, now)).rejects.toThrow(
    "ERR_AUTH_NONE_HOST: The authentication `none` is for loopback hosts only; the request goes to another host. Use `jwt`.",
  );
});
