import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { signNotification } from "../../../testing/index.js";
import { type VerificationKey, verifyNotification } from "../../../verify/index.js";

const body = "{}";
const now = new Date("2026-06-01T12:00:00.000Z");
/** The vendor's sample key, of 8 bytes. */
const KEY = "dGVzdF9rZXk=";
const key: VerificationKey = { keyId: "key-1", key: KEY };

const verify = async (keys: unknown, signer = key) =>
  verifyNotification({
    header: signNotification({ body, key: signer, now }),
    body,
    keys: keys as VerificationKey,
    now,
  });
const refusalOf = async (keys: unknown): Promise<unknown> => verify(keys).catch((error: unknown) => error);

describe("rejects invalid keys with a TypeError that names their type", () => {
  test.each<[string, unknown, string]>([
    ["nothing", undefined, "keys must be a key, with keyId and key, but is undefined."],
    ["null", null, "but is null."],
    [
      "text",
      JSON.stringify([key]),
      "but is a string. Pass `keys` of WebhookVerificationKeys unchanged. If it's JSON, parse it first.",
    ],
    ["an object with keys", { keys: [key] }, "Pass its `keys`."],
    ["a Map", new Map([[key.keyId, key]]), "but is an object of type Map."],
    ["a promise", Promise.resolve([key]), "but is an object of type Promise."],
    ["a list in a list", [[key]], "keys[0] must be a key, with keyId and key, but is a list."],
    ["a list with text", [key, KEY], "keys[1] must be a key, with keyId and key, but is a string."],
    ["a key without keyId", [{ key: KEY }], "keys[0] must have a keyId"],
    ["a key without key", [key, { keyId: "key-2" }], "keys[1] must have a key in base64"],
  ])("%s", async (_, keys, message) => {
    const refusal = await refusalOf(keys);
    expect(refusal).toBeInstanceOf(TypeError);
    expect(String(refusal)).toContain(message);
  });

  test("also from a lookup, which may return null for a missing key", async () => {
    expect(await refusalOf(async () => KEY)).toBeInstanceOf(TypeError);
    expect(await refusalOf(async () => ({ ...key, key: "AA==" }))).toBeInstanceOf(TypeError);
    expect(await refusalOf(async () => null)).toMatchObject({ code: "ERR_NOTIFICATION_KEY_UNKNOWN" });
  });

  test("but accepts a list from another realm", async () => {
    await expect(verify(runInNewContext(`[{ keyId: "key-1", key: "${KEY}" }]`))).resolves.toBeDefined();
  });
});

describe("a key", () => {
  test.each([
    ["8 bytes", KEY, true],
    ["8 bytes, without padding", "dGVzdF9rZXk", true],
    ["7 bytes", "dGVzdF9rZQ==", false],
    ["one byte", "AA==", false],
    ["nothing", "", false],
    ["base64url", "-_-_-_-_-_-_", true],
    ["text with a line break", `${KEY}\n`, false],
    ["text that isn't base64", "not base64!!", false],
    ["a number", 12345678901, false],
  ])("of %s is accepted: %s", async (_, text, isAccepted) => {
    const refusal = await refusalOf([{ ...key, key: text }]);
    expect(refusal instanceof TypeError).toBe(!isAccepted);
    if (!isAccepted && text !== "") expect(String(refusal)).not.toContain(String(text).trim());
  });

  test.each([
    ["a UUID", "bf44c857-b182-bb05-e053-34b8d30a7a72", true],
    ["with a line break", "key-1\n", false],
    ["with a space", "key 1", false],
    ["with a quote", 'key"1', false],
    ["with a semicolon", "key;1", false],
    ["with a letter that isn't ASCII", "schlüssel", false],
    ["empty", "", false],
    ["visible ASCII", "a!#/:<=>?@[\\]^_`{|}~", true],
  ])("whose ID is %s is accepted: %s", async (_, keyId, isAccepted) => {
    const refusal = await refusalOf([{ ...key, keyId }]);
    expect(refusal instanceof TypeError).toBe(!isAccepted);
    if (isAccepted) await expect(verify([{ ...key, keyId }], { ...key, keyId })).resolves.toMatchObject({ keyId });
  });

  test.each([
    ["2026-06-01T12:00:00Z", "ERR_NOTIFICATION_KEY_EXPIRED"],
    ["2026-06-01T12:00:00.001Z", undefined],
    ["2026-06-01T14:00:00+02:00", "ERR_NOTIFICATION_KEY_EXPIRED"],
    ["2026-06-01T14:00:01+0200", undefined],
    ["2026-06-01t12:00:01z", undefined],
    ["2026-06-01", "ERR_NOTIFICATION_KEY_EXPIRED"],
    ["2026-06-02", undefined],
    // A key with a date in an unknown format doesn't expire: if the service changes its format, receivers keep working.
    ["01/06/2025 12:00", undefined],
    ["1 June 2025", undefined],
    ["1780315200", undefined],
  ])("with the expirationDate %s: %s", async (expirationDate, code) => {
    const outcome = await refusalOf([{ ...key, expirationDate }]);
    if (code === undefined) expect(outcome).toMatchObject({ keyId: key.keyId });
    else expect(outcome).toMatchObject({ code });
  });

  test.each(["never", "", 1_780_315_200, new Date(), {}])("is rejected if its expirationDate is %p", async (end) => {
    expect(await refusalOf([{ ...key, expirationDate: end }])).toBeInstanceOf(TypeError);
  });

  test.each([undefined, null])("doesn't expire if its expirationDate is %p", async (end) => {
    await expect(verify([{ ...key, expirationDate: end }])).resolves.toBeDefined();
  });
});

test("signNotification rejects an invalid key", () => {
  expect(() => signNotification({ body, key: { keyId: "key-1", key: "AA==" } })).toThrow(TypeError);
});
