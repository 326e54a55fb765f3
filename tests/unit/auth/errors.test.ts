import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { AuthenticationConfigError } from "../../../provider/auth/errors.js";
import { httpSignature } from "../../../provider/auth/http-signature.js";
import { jwtWithP12, jwtWithSharedSecret } from "../../../provider/auth/jwt.js";
import { readP12 } from "../../../provider/auth/p12.js";
import { secretPair } from "./requests.js";
import { p12Vectors } from "./vectors.js";

const merchantId = secretPair.merchantId;
const { files, password } = p12Vectors;

/** Everything that a log could show of the error that the action throws. Fails if it throws none. */
const showError = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (!(error instanceof AuthenticationConfigError)) throw error;
    expect(error).not.toHaveProperty("cause");
    return `${error.message} ${JSON.stringify(error)} ${inspect(error, { depth: null, showHidden: true })}`;
  }
  throw new Error("nothing was refused");
};

const expectHidden = (shown: string, value: string): void => {
  for (const form of [value, Buffer.from(value).toString("base64"), encodeURIComponent(value)]) {
    expect(shown).not.toContain(form);
  }
};

/** Long enough not to be part of a message by chance. The "*" makes it invalid base64. */
const refusedSecret = fc
  .tuple(fc.stringMatching(/^[0-9a-f]{12,64}$/), fc.string())
  .map(([hex, rest]) => `${hex}*${rest}`);
const secretPart = (secret: string): string => secret.slice(0, secret.indexOf("*"));

test("no error repeats a shared secret, whole or in part", () => {
  fc.assert(
    fc.property(refusedSecret, (sharedSecret) => {
      for (const factory of [jwtWithSharedSecret, httpSignature]) {
        expectHidden(
          showError(() => factory({ ...secretPair, sharedSecret })),
          secretPart(sharedSecret),
        );
      }
    }),
  );
});

test("no error repeats an id, nor the secret beside it", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9a-f]{12,64}$/),
      fc.constantFrom("merchantId", "keyId", "portfolioId"),
      (id, name) => {
        for (const factory of [jwtWithSharedSecret, httpSignature]) {
          const shown = showError(() => factory({ ...secretPair, [name]: `${id}\n` }));
          expectHidden(shown, id);
          expectHidden(shown, secretPair.sharedSecret);
        }
      },
    ),
  );
});

test("no error repeats a private key", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{12,64}$/), (key) => {
      const privateKeyPem = `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`;
      const p12 = { privateKeyPem, certificateSerialNumber: "42", notAfter: new Date(0) };
      expectHidden(
        showError(() => jwtWithP12({ merchantId, p12 })),
        key,
      );
    }),
  );
});

test("no error repeats a P12, its password or the alias", () => {
  const broken = fc.oneof(
    refusedSecret,
    fc.uint8Array({ minLength: 12 }).map((bytes) => Buffer.from(bytes).toString("base64")),
    fc.constantFrom(...Object.values(files)),
  );
  fc.assert(
    fc.property(broken, fc.stringMatching(/^[0-9a-f]{12,64}$/), (p12Base64, secret) => {
      const shown = showError(() => readP12({ p12Base64, password: secret, alias: secret }));
      expectHidden(shown, secret);
      expect(shown).not.toContain(p12Base64.slice(0, 12));
    }),
    { numRuns: 50 },
  );
  expectHidden(
    showError(() => readP12({ p12Base64: files["two merchants"] ?? "", password, alias: "no-such-alias" })),
    "no-such-alias",
  );
});

test("every error has a code beside its message, and nothing else", () => {
  const error = new AuthenticationConfigError("ERR_AUTH_ID", "text");
  expect(Object.entries(error)).toStrictEqual([
    ["name", "AuthenticationConfigError"],
    ["code", "ERR_AUTH_ID"],
  ]);
  expect(error.message).toBe("ERR_AUTH_ID: text");
});
