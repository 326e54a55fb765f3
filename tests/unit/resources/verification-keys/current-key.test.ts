import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type VerificationKey } from "../../../../provider/resources/verification-keys/overlap.js";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { createVerificationKeysHandlers } from "../../../../provider/resources/verification-keys/handlers.js";
import { signNotification } from "../../../../testing/index.js";
import { verifyNotification } from "../../../../verify/index.js";
import { endMsOf } from "../../../../verify/keys.js";
import { DAY_MS } from "../../../../provider/dates.js";

const now = new Date("2026-06-01T12:00:00Z");
const inDays = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();

const current = { keyId: "key-id", key: "a2V5IG9mIHRlc3Rz", expirationDate: inDays(365) };
/** The first digits of the SHA-256 of `key-id`. */
const ID = "verification-keys/436319432647e005";

const { check, diff, create, update } = createVerificationKeysHandlers({ now: () => now, notify: async () => {} });

/** The keys that a receiver gets for a current key. */
const keysFor = async (key: unknown): Promise<readonly VerificationKey[]> => {
  const created = await create({ current: key });
  return (created.outs as { readonly keys: { readonly value: readonly VerificationKey[] } }).keys.value;
};

describe("a current key whose expirationDate can't be read", () => {
  const dated = { ...current, expirationDate: "31/05/2027 12:00" };
  const withoutDate = { keyId: current.keyId, key: current.key };

  test("is stored with its date unchanged, and stays as long as it's the current one", async () => {
    const outs = { keys: wireSecret([dated]) };
    expect(await create({ current: dated })).toStrictEqual({ id: ID, outs });
    expect(await update(ID, { keys: [dated] }, { current: dated })).toStrictEqual({ outs });
    expect(await diff(ID, { keys: [dated] }, { current: dated })).toStrictEqual({ changes: false });
  });

  test.each(["", "never"])(
    "is stored without a date if that is %j, which receivers would refuse",
    async (expirationDate) => {
      const undated = { ...current, expirationDate };
      const outs = { keys: wireSecret([withoutDate]) };
      expect(await create({ current: undated })).toStrictEqual({ id: ID, outs });
      expect(await update(ID, { keys: [withoutDate] }, { current: undated })).toStrictEqual({ outs });
      expect(await diff(ID, { keys: [withoutDate] }, { current: undated })).toStrictEqual({ changes: false });
    },
  );

  test("is removed after the overlap, like any other", async () => {
    const next = { ...current, keyId: "next" };
    const retired = { ...withoutDate, retiredAt: inDays(0) };
    expect(await update(ID, { keys: [withoutDate] }, { current: next })).toMatchObject({
      outs: { previous: wireSecret(retired) },
    });
    const overlapOver = { ...withoutDate, retiredAt: inDays(-30) };
    expect(await update(ID, { keys: [next, overlapOver] }, { current: next })).toStrictEqual({
      outs: { keys: wireSecret([next]) },
    });
  });

  test.each([dated, { ...current, expirationDate: "never" }])("verifies notifications", async (key) => {
    const keys = await keysFor(key);
    const body = "{}";
    const header = signNotification({ body, key: { keyId: key.keyId, key: key.key }, now });
    await expect(verifyNotification({ header, body, keys, now })).resolves.toMatchObject({ keyId: "key-id" });
  });
});

describe("the current key", () => {
  const failuresOf = async (key: unknown): Promise<readonly string[]> =>
    ((await check({}, { current: key })).failures ?? []).map(({ reason }) => reason);
  /** The error of create. check must accept the key, because its failure would stop the run for all resources. */
  const errorOf = async (key: unknown): Promise<string | undefined> => {
    expect(await failuresOf(key)).toEqual([]);
    return create({ current: key }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
  };
  const ACTION =
    " If it comes from a WebhookSigningKey, the service issued a key that receivers can't use: show that key's correlationId " +
    "to the vendor's support, and request another one with `pulumi up --target-replace URN --target-dependents`.";

  test("may be missing in check: if the signing key failed, Pulumi leaves it out, and a failure would stop the run", async () => {
    expect(await failuresOf(undefined)).toEqual([]);
    expect((await check({ current }, {})).failures).toEqual([]);
    expect(await diff(ID, { keys: [current] }, {})).toStrictEqual({ changes: true });
  });

  test.each([
    ["of 8 bytes", Buffer.alloc(8, 1).toString("base64")],
    ["without padding", Buffer.alloc(32, 2).toString("base64").replace("=", "")],
    ["in base64url", Buffer.alloc(33, 255).toString("base64url")],
  ])("accepts a key %s", async (_, key) => {
    expect(await errorOf({ ...current, key })).toBeUndefined();
  });

  test.each([
    ["of 7 bytes", Buffer.alloc(7, 1).toString("base64")],
    ["with a line end", `${current.key}\n`],
    ["with a carriage return", `${current.key}\r`],
    ["in quotes", `"${current.key}"`],
    ["with a space", ` ${current.key}`],
    ["that is a client secret", "correct horse battery staple"],
    ["of a length that base64 can't have", "a".repeat(13)],
    ["with too much padding", `${current.key}===`],
    ["that is empty", ""],
  ])("refuses a key %s, without repeating it", async (_, key) => {
    const message = (await errorOf({ ...current, key })) ?? "";
    expect(message).toMatch(/^ERR_INPUT_INVALID: current\.key must be base64 of 8 bytes or more, without spaces/);
    expect(message.endsWith(ACTION)).toBe(true);
  });

  test.each(["key-id\n", "key-id\r", '"key-id"', "key;id", "key id", "schlüssel", ""])(
    "refuses the key id %j",
    async (keyId) => {
      expect(await errorOf({ ...current, keyId })).toMatch(
        /^ERR_INPUT_INVALID: current\.keyId must be visible ASCII characters/,
      );
    },
  );

  test("accepts only keys that a receiver can use", async () => {
    const text = fc.oneof(
      fc.base64String({ minLength: 8 }),
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom(current.key, `${current.key}\n`, "a".repeat(13), "-_".repeat(8)),
    );
    const anyKey = fc.record({ keyId: text, key: text, expirationDate: fc.oneof(text, fc.constant(inDays(1))) });
    const body = Buffer.from("{}");
    await fc.assert(
      fc.asyncProperty(anyKey, async (key) => {
        if ((await errorOf(key)) !== undefined) return;
        const keys = await keysFor(key);
        const end = endMsOf(key);
        const at = end !== undefined && end <= now.getTime() ? new Date(end - 1) : now;
        const header = signNotification({ body, key: { keyId: key.keyId, key: key.key }, now: at });
        await expect(verifyNotification({ header, body, keys, now: at })).resolves.toMatchObject({
          keyId: key.keyId,
        });
      }),
    );
  });
});
