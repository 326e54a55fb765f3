import { describe, expect, test } from "@jest/globals";
import { type DecryptionKey, decryptNotification, isEncrypted } from "../../../decrypt/index.js";
import { readJson } from "../../support/recorded-states.js";
import { encryptedNotifications, privateKeys } from "../../support/encryption-vectors.js";

const { event, accepted, refused, otherContent } = encryptedNotifications;
const KEYS = [{ privateKey: privateKeys.a.pkcs8 }, { privateKey: privateKeys.b.pkcs8 }];
const bodyOf = (token: string): string => JSON.stringify({ encData: token });
const codeOf = (body: string): Promise<unknown> =>
  decryptNotification({ body, keys: KEYS }).then(
    () => "accepted",
    (error: unknown) => {
      const { name, code } = error as { readonly name: string; readonly code: string };
      return `${name} ${code}`;
    },
  );

/** What a body holds, whose `content` is its event. */
const decryptedOf = async (body: string | Uint8Array, keys: readonly DecryptionKey[] = KEYS): Promise<unknown> => {
  const { content, ...decrypted } = await decryptNotification({ body, keys });
  expect(JSON.parse(new TextDecoder().decode(content))).toEqual(decrypted.event);
  return decrypted;
};

/** What other implementations encrypted: tests/vectors/encryption/README.md. */
describe("a notification of another implementation", () => {
  test.each(Object.entries(accepted))("%s is decrypted", async (name, token) => {
    expect(isEncrypted(JSON.parse(bodyOf(token)))).toBe(true);
    const keyId = name === "without kid" ? undefined : name.startsWith("to key b") ? "kid-b" : "kid-a";
    expect(await decryptedOf(bodyOf(token))).toEqual({ keyId, event });
  });

  test("is decrypted with a key in PKCS#1, and from bytes with a byte order mark", async () => {
    const body = Buffer.from(`\uFEFF${bodyOf(accepted["to key a"] ?? "")}`);
    const keys = [{ keyId: "kid-a", privateKey: privateKeys.a.pkcs1 }];
    expect(await decryptedOf(body, keys)).toEqual({ keyId: "kid-a", event });
  });

  test.each(Object.entries(refused))("with %s is refused, although the key would decrypt it", async (_, token) => {
    expect(await codeOf(bodyOf(token))).toBe("DecryptionError ERR_NOTIFICATION_JWE_UNSUPPORTED");
  });

  test("may have any JSON as content, and nothing else", async () => {
    const { "a list": list = "", "no JSON": text = "", nothing = "" } = otherContent;
    expect(await decryptedOf(bodyOf(list))).toEqual({ keyId: "kid-a", event: [1, 2] });
    expect(await codeOf(bodyOf(text))).toBe("DecryptionError ERR_NOTIFICATION_CONTENT");
    expect(await codeOf(bodyOf(nothing))).toBe("DecryptionError ERR_NOTIFICATION_CONTENT");
  });
});

test("what the local platform wrote, and other implementations decrypted, is decrypted", async () => {
  const { plaintexts, tokens } = readJson("tests/vectors/encryption/ours.json") as {
    readonly plaintexts: Readonly<Record<string, string>>;
    readonly tokens: Readonly<Record<string, string>>;
  };
  const { "an event": token = "", "a long text": long = "" } = tokens;
  expect(await decryptedOf(bodyOf(token))).toEqual({
    keyId: "kid-a",
    event: JSON.parse(plaintexts["an event"] ?? "") as unknown,
  });
  expect(await codeOf(bodyOf(long))).toBe("DecryptionError ERR_NOTIFICATION_CONTENT");
});
