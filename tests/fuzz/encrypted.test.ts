import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { DecryptionError, decryptNotification, isEncrypted } from "../../decrypt/index.js";
import { certificateDigestOf, readCertificate } from "../../provider/resources/encryption-key/certificate.js";
import { base64Of, certificates, encryptedNotifications, privateKeys } from "../support/encryption-vectors.js";
import { CASES } from "./cases.js";
import { fuzz, hostileObject, hostileText, hostileValue, must } from "./hostile.js";

const { event, accepted, refused } = encryptedNotifications;
const tokens = [...Object.values(accepted), ...Object.values(refused)];
const PLAIN = JSON.stringify(event);
const keys = [{ keyId: "kid-a", privateKey: privateKeys.a.pkcs8 }, { privateKey: privateKeys.b.pkcs8 }];
/** Of the content, of a private key, and of a token: none may be in an error. */
const HIDDEN = ["Zoë", "12.34", privateKeys.a.pkcs8.slice(100, 130), (tokens[0] ?? "").slice(60, 90)];

const header = hostileObject({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: "kid-a", iat: 1 }).map((value) =>
  Buffer.from(JSON.stringify(value)).toString("base64url"),
);
const part = fc.oneof(
  fc.constantFrom(...tokens.flatMap((token) => token.split("."))),
  hostileText,
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("base64url")),
);
/** A genuine token with one character changed, cut off or repeated. */
const damaged = fc
  .tuple(fc.constantFrom(...tokens), fc.nat(), fc.constantFrom("A", ".", "", "=", "-"))
  .map(([token, at, by]) => {
    const place = at % token.length;
    return token.slice(0, place) + by + token.slice(place + 1);
  });
const token = fc.oneof(
  fc.constantFrom(...tokens),
  damaged,
  fc
    .tuple(header, fc.array(part, { minLength: 3, maxLength: 5 }))
    .map(([first, others]) => [first, ...others].join(".")),
  fc.array(part, { maxLength: 6 }).map((parts) => parts.join(".")),
);
const body = fc.oneof(
  { weight: 8, arbitrary: token.map((encData) => JSON.stringify({ encData })) },
  { weight: 1, arbitrary: hostileValue.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
);

test("decrypts only what was encrypted, and rejects anything else with a code and without its content", async () => {
  let genuine = 0;
  await fuzz(CASES.encrypted, body, async (received) => {
    try {
      const decrypted = await decryptNotification({ body: received, keys });
      must(JSON.stringify(decrypted.event) === PLAIN, "the content of a genuine token");
      genuine += 1;
    } catch (error) {
      must(error instanceof DecryptionError, "a DecryptionError");
      const told = inspect(error, { depth: 10, showHidden: true });
      must(!HIDDEN.some((text) => told.includes(text)), "an error without content");
    }
  });
  expect(genuine).toBeGreaterThan(0);
});

test("tells of any event whether it's encrypted", async () => {
  await fuzz(CASES.isEncrypted, hostileValue, (value) => must(typeof isEncrypted(value) === "boolean", "yes or no"));
});

const pem = fc.oneof(
  hostileText,
  fc
    .tuple(fc.constantFrom(...Object.values(certificates)), fc.nat(), hostileText)
    .map(([text, at, by]) => text.slice(0, at % text.length) + by + text.slice(at % text.length)),
  fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([at, byte]) => {
    const der = Buffer.from(base64Of(certificates.a), "base64");
    der[at % der.length] = byte;
    return `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----`;
  }),
);

test("reads any certificate, or says what is wrong without repeating it", async () => {
  await fuzz(CASES.certificates, pem, (text) => {
    const read = readCertificate(text);
    if ("problem" in read) {
      must(/^(a|an|one|the) [\x20-\x7e]{10,100}$/.test(read.problem), "a problem in words");
      must(certificateDigestOf(text) === text, "the text itself");
    } else {
      must(!Number.isNaN(read.notAfter.getTime()), "an end");
      must(/^[0-9a-f]{64}$/.test(String(certificateDigestOf(text))), "a digest");
    }
  });
});
