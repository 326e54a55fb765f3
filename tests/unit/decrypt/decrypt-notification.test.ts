import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { type DecryptionKey, decryptNotification, isEncrypted } from "../../../decrypt/index.js";
import { encryptTo } from "../../../local/platform/encryption/encrypt.js";
import { statusOf } from "../../../verify/index.js";
import { base64Of, certificates, encryptedNotifications, privateKeys } from "../../support/encryption-vectors.js";

const SIGNED = new Date("2026-06-01T12:00:00Z");
const EVENT = { eventType: "payments.capture.status.accepted", secret: "tulip-orchid" };
const [A, B] = [privateKeys.a.pkcs8, privateKeys.b.pkcs8];
const encrypted = (keyId: string, pem = certificates.a, text = JSON.stringify(EVENT)): string =>
  encryptTo({ pub: base64Of(pem), keyId } as Parameters<typeof encryptTo>[0], text, SIGNED);
const bodyOf = (token: unknown): string => JSON.stringify({ encData: token });
const TOKEN = encrypted("new");

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly retryable?: boolean;
}
/** How decryption fails. No form of the error holds anything of the content, the token or a key. */
const failureOf = async (body: unknown, keys: unknown): Promise<Failure> => {
  const options = { body, keys } as Parameters<typeof decryptNotification>[0];
  const error = await decryptNotification(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const told = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
  for (const part of [EVENT.secret, A.slice(60, 90), TOKEN.slice(0, 20), "kid-of-nobody"])
    expect(told).not.toContain(part);
  return error as Failure;
};

describe("the key is chosen by the kid", () => {
  const decryptedWith = async (keys: readonly DecryptionKey[], token = TOKEN): Promise<unknown> =>
    (await decryptNotification({ body: bodyOf(token), keys })).keyId;

  test("those with its ID first, then those without one", async () => {
    expect(await decryptedWith([{ keyId: "new", privateKey: A }])).toBe("new");
    expect(
      await decryptedWith([
        { keyId: "old", privateKey: B },
        { keyId: "new", privateKey: A },
      ]),
    ).toBe("new");
    // A certificate that was renewed with the same private key.
    expect(await decryptedWith([{ privateKey: B }, { privateKey: A }])).toBe("new");
    // The wrong private key beside the right one.
    expect(await decryptedWith([{ keyId: "new", privateKey: B }, { privateKey: A }])).toBe("new");
    const fromVault = { keyId: null, privateKey: A } as unknown as DecryptionKey;
    expect(await decryptedWith([fromVault])).toBe("new");
  });

  test("never one with another ID, although it would decrypt it", async () => {
    const failure = await failureOf(bodyOf(encrypted("kid-of-nobody")), [{ keyId: "old", privateKey: A }]);
    expect(failure).toMatchObject({
      name: "DecryptionError",
      retryable: true,
      message:
        "ERR_NOTIFICATION_PRIVATE_KEY_UNKNOWN: none of your private keys has the notification's kid as keyId, and none is without keyId. After a certificate was replaced, give the receiver the new keyId and the private key; answer 503, so that the platform retries.",
    });
    expect(statusOf(failure)).toBe(503);
  });

  test("and read again if the entry of a list changes", async () => {
    const key = { privateKey: B };
    expect(await failureOf(bodyOf(TOKEN), [key])).toMatchObject({ retryable: true });
    key.privateKey = A;
    expect(await decryptedWith([key])).toBe("new");
  });
});

describe("refuses, and quotes nothing", () => {
  const KEYS = [{ privateKey: A }];
  const [header = "", key = "", iv = "", text = "", tag = ""] = TOKEN.split(".");
  const withHeader = (more: object, token = TOKEN): string => {
    const [old = "", ...others] = token.split(".");
    const changed = { ...(JSON.parse(Buffer.from(old, "base64url").toString()) as object), ...more };
    return [Buffer.from(JSON.stringify(changed)).toString("base64url"), ...others].join(".");
  };
  const UNDECRYPTABLE =
    "ERR_NOTIFICATION_UNDECRYPTABLE: none of the private keys for the notification's kid decrypts it. The certificate belongs to another private key, or the body was changed; answer 503, so that the platform retries.";

  test.each([
    ["another private key", TOKEN, [{ privateKey: B }]],
    ["another tag", [header, key, iv, text, `${tag.startsWith("A") ? "B" : "A"}${tag.slice(1)}`].join("."), KEYS],
    ["another key", [header, `${key.startsWith("A") ? "B" : "A"}${key.slice(1)}`, iv, text, tag].join("."), KEYS],
    ["another header", withHeader({ iat: 1 }), KEYS],
    ["no key", [header, "", iv, text, tag].join("."), KEYS],
    ["the text of another", [header, key, iv, encrypted("new").split(".")[3], tag].join("."), KEYS],
  ])("%s", async (_, token, keys) => {
    const failure = await failureOf(bodyOf(token), keys);
    expect(failure).toMatchObject({ message: UNDECRYPTABLE, retryable: true });
  });

  const MALFORMED =
    "ERR_NOTIFICATION_JWE_MALFORMED: what the body holds isn't a compact JWE with an encrypted key. Pass the received bytes, and verify them first.";
  test.each([
    ["an empty token", ""],
    ["four parts", [header, key, iv, text].join(".")],
    ["six parts", `${TOKEN}.x`],
    ["no iv", [header, key, "", text, tag].join(".")],
    ["no tag", [header, key, iv, text, ""].join(".")],
    ["a short tag", [header, key, iv, text, tag.slice(0, 8)].join(".")],
    ["a short iv", [header, key, iv.slice(0, 8), text, tag].join(".")],
    ["a header that isn't base64url", [`${header}=`, key, iv, text, tag].join(".")],
    ["a header that isn't JSON", ["AAAA", key, iv, text, tag].join(".")],
    ["a header that is a list", [Buffer.from("[]").toString("base64url"), key, iv, text, tag].join(".")],
    ["a kid that isn't a text", withHeader({ kid: 7 })],
  ])("%s", async (_, token) => {
    const failure = await failureOf(bodyOf(token), KEYS);
    expect(failure).toMatchObject({ message: MALFORMED, retryable: false });
    expect(statusOf(failure)).toBe(401);
  });

  test.each([
    [{ alg: "RSA-OAEP" }, "its key algorithm (alg) must be RSA-OAEP-256"],
    [{ alg: "RSA1_5" }, "its key algorithm (alg) must be RSA-OAEP-256"],
    [{ alg: "dir" }, "its key algorithm (alg) must be RSA-OAEP-256"],
    [{ alg: undefined }, "its key algorithm (alg) must be RSA-OAEP-256"],
    [{ alg: ["RSA-OAEP-256"] }, "its key algorithm (alg) must be RSA-OAEP-256"],
    [{ enc: "A128CBC-HS256" }, "its content algorithm (enc) must be A256GCM"],
    [{ zip: "DEF" }, "it must not be compressed (zip)"],
    [{ crit: ["kid"] }, "it must not have critical header parameters (crit)"],
    [{ crit: null }, "it must not have critical header parameters (crit)"],
  ])("the header %j", async (more, what) => {
    expect(await failureOf(bodyOf(withHeader(more)), KEYS)).toMatchObject({
      retryable: false,
      message: `ERR_NOTIFICATION_JWE_UNSUPPORTED: the notification is encrypted in a way that isn't accepted: ${what}. The platform isn't known to send that: the notification may be forged. If its signature is valid, tell us.`,
    });
  });

  test("content that isn't JSON in UTF-8", async () => {
    const failure = await failureOf(bodyOf(encrypted("new", certificates.a, "tulip-orchid")), KEYS);
    expect(failure).toMatchObject({
      retryable: false,
      message:
        "ERR_NOTIFICATION_CONTENT: the decrypted event isn't JSON in UTF-8. The platform isn't known to send that: if its signature is valid, tell us.",
    });
  });
});

describe("a body", () => {
  const { event, accepted } = encryptedNotifications;
  const token = accepted["to key a"] ?? "";
  const KEYS = [{ privateKey: A }];

  test.each(["encData", "encryptedPayload", "encryptedResponse", "encryptedRequest"])(
    "may hold the JWE as %s",
    async (member) => {
      const wrapped = { [member]: token };
      expect(isEncrypted(wrapped)).toBe(true);
      expect(await decryptNotification({ body: JSON.stringify(wrapped), keys: KEYS })).toMatchObject({
        keyId: "kid-a",
        event,
      });
      expect(isEncrypted({ [member]: { token } })).toBe(false);
    },
  );

  test.each<[string, string, unknown]>([
    ["without a wrapper", `${token}\n`, token],
    ["without a wrapper, as JSON", JSON.stringify(token), token],
    ["as the payload", JSON.stringify({ payload: token }), { payload: token }],
    ["wrapped in the payload", JSON.stringify({ payload: { encData: token } }), { payload: { encData: token } }],
  ])("may hold the JWE %s", async (_where, body, verified) => {
    expect(isEncrypted(verified)).toBe(true);
    for (const form of [body, Buffer.from(body)])
      expect(await decryptNotification({ body: form, keys: KEYS })).toMatchObject({ keyId: "kid-a", event });
  });

  test("may be bytes of any buffer", async () => {
    const bytes = new TextEncoder().encode(bodyOf(token));
    for (const body of [bytes, bytes.buffer, new DataView(bytes.buffer) as unknown as Uint8Array]) {
      const { content, ...decrypted } = await decryptNotification({ body, keys: KEYS });
      expect(decrypted).toEqual({ keyId: "kid-a", event });
      expect(JSON.parse(new TextDecoder().decode(content))).toEqual(event);
    }
  });

  test.each([
    ["a plain event", JSON.stringify({ eventType: "x", payload: {} })],
    ["a JWE beside other text", `${token} more`],
    ["a list", JSON.stringify([{ encData: token }])],
    ["null", "null"],
    ["nothing", ""],
    ["bytes that aren't UTF-8", Buffer.from([0x7b, 0xff])],
    ["an inherited member", '{"__proto__":{"encData":"a.b.c.d.e"}}'],
  ])("isn't encrypted if it's %s", async (_, body) => {
    const failure = await failureOf(body, KEYS);
    expect(failure).toMatchObject({
      retryable: false,
      message:
        "ERR_NOTIFICATION_NOT_ENCRYPTED: the body has no encrypted event. Call isEncrypted for the verified event first: the platform encrypts only the events of some products.",
    });
  });

  test("of another type is a TypeError", async () => {
    const HINT = "Pass the body that you passed to verifyNotification.";
    const message = (what: string) => `body must be the received bytes, or the same as text, but is ${what}. ${HINT}`;
    expect(await failureOf({ encData: token }, KEYS)).toMatchObject({
      name: "TypeError",
      message: message("of type object"),
    });
    expect(await failureOf(null, KEYS)).toMatchObject({ message: message("null") });
  });

  test("that was verified tells whether it's encrypted", () => {
    for (const value of [undefined, null, "encData", 7, [], {}, { encData: null }])
      expect(isEncrypted(value)).toBe(false);
  });
});

describe("keys", () => {
  const LIST = "keys must be a list of at least one object of keyId and privateKey.";
  const PEM =
    "keys[0] must have a privateKey in PEM, PKCS#8 or PKCS#1, that isn't encrypted, but it can't be read as one.";
  const { weakKey, ellipticKey, encryptedKey } = {
    weakKey: `-----BEGIN RSA PRIVATE KEY-----\n${"MIIBPAIBAAJBAL".padEnd(64, "A")}\n-----END RSA PRIVATE KEY-----`,
    ellipticKey: "",
    encryptedKey: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY-----",
  };
  test.each<[unknown, string]>([
    [undefined, LIST],
    [[], LIST],
    [{ privateKey: A }, LIST],
    [[undefined], "keys[0] must be an object of keyId and privateKey."],
    [[A], "keys[0] must be an object of keyId and privateKey."],
    [[{ privateKey: A }, { keyId: 7, privateKey: A }], "keys[1] must have a keyId that is a text, or none."],
    [[{ keyId: "", privateKey: A }], "keys[0] must have a keyId that is a text, or none."],
    [[{ keyId: "a" }], "keys[0] must have a privateKey in PEM, but it's missing or isn't a text."],
    [[{ privateKey: Buffer.from(A) }], "keys[0] must have a privateKey in PEM, but it's missing or isn't a text."],
    [
      [{ privateKey: A.replaceAll("\n", "\\n") }],
      "keys[0] must have a privateKey in PEM with line ends, but it has a backslash and n.",
    ],
    [
      [{ privateKey: A.replaceAll("\n", " ") }],
      "keys[0] must have a privateKey in PEM with line ends, but all of it is on one line.",
    ],
    [[{ privateKey: certificates.a }], PEM],
    [[{ privateKey: weakKey }], PEM],
    [[{ privateKey: ellipticKey }], PEM],
    [[{ privateKey: encryptedKey }], PEM],
  ])("are checked before anything else: %#", async (keys, message) => {
    expect(await failureOf("no JSON", keys)).toMatchObject({ name: "TypeError", message });
  });
});
