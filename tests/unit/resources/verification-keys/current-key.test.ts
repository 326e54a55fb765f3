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

/** What a receiver is given for a current key. */
const keysFor = async (given: unknown): Promise<readonly VerificationKey[]> => {
  const made = await create({ current: given });
  return (made.outs as { readonly keys: { readonly value: readonly VerificationKey[] } }).keys.value;
};

describe("a current key whose end can't be read", () => {
  const dated = { ...current, expirationDate: "31/05/2027 12:00" };
  const endless = { keyId: current.keyId, key: current.key };

  test("is held with its date as it came, and stays for as long as it is the current one", async () => {
    const outs = { keys: wireSecret([dated]) };
    expect(await create({ current: dated })).toStrictEqual({ id: ID, outs });
    expect(await update(ID, { keys: [dated] }, { current: dated })).toStrictEqual({ outs });
    expect(await diff(ID, { keys: [dated] }, { current: dated })).toStrictEqual({ changes: false });
  });

  test.each(["", "never"])("is held without a date where %j came, which receivers refuse", async (expirationDate) => {
    const given = { ...current, expirationDate };
    const outs = { keys: wireSecret([endless]) };
    expect(await create({ current: given })).toStrictEqual({ id: ID, outs });
    expect(await update(ID, { keys: [endless] }, { current: given })).toStrictEqual({ outs });
    expect(await diff(ID, { keys: [endless] }, { current: given })).toStrictEqual({ changes: false });
  });

  test("leaves after the overlap, as others do", async () => {
    const next = { ...current, keyId: "next" };
    const retired = { ...endless, retiredAt: inDays(0) };
    expect(await update(ID, { keys: [endless] }, { current: next })).toMatchObject({
      outs: { previous: wireSecret(retired) },
    });
    const overdue = { ...endless, retiredAt: inDays(-30) };
    expect(await update(ID, { keys: [next, overdue] }, { current: next })).toStrictEqual({
      outs: { keys: wireSecret([next]) },
    });
  });

  test.each([dated, { ...current, expirationDate: "never" }])("verifies", async (given) => {
    const keys = await keysFor(given);
    const body = "{}";
    const header = signNotification({ body, key: { keyId: given.keyId, key: given.key }, now });
    await expect(verifyNotification({ header, body, keys, now })).resolves.toMatchObject({ keyId: "key-id" });
  });
});

describe("the current key", () => {
  const failuresOf = async (given: unknown): Promise<readonly string[]> =>
    ((await check({}, { current: given })).failures ?? []).map(({ reason }) => reason);
  /** What create says of a key that check lets pass: a failure of check would end the run for everybody. */
  const refusalOf = async (given: unknown): Promise<string | undefined> => {
    expect(await failuresOf(given)).toEqual([]);
    return create({ current: given }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
  };
  const ACTION =
    " If it comes from a WebhookSigningKey, the service gave a key that no receiver can use: show that key's correlationId to " +
    "the vendor's support, and ask for another one with `pulumi up --target-replace URN --target-dependents`.";

  test("lets none pass: Pulumi leaves out what a failed key did not tell, and a failure would end the run", async () => {
    expect(await failuresOf(undefined)).toEqual([]);
    expect((await check({ current }, {})).failures).toEqual([]);
    expect(await diff(ID, { keys: [current] }, {})).toStrictEqual({ changes: true });
  });

  test.each([
    ["of 8 bytes", Buffer.alloc(8, 1).toString("base64")],
    ["without padding", Buffer.alloc(32, 2).toString("base64").replace("=", "")],
    ["in the alphabet for URLs", Buffer.alloc(33, 255).toString("base64url")],
  ])("takes a key %s", async (_, key) => {
    expect(await refusalOf({ ...current, key })).toBeUndefined();
  });

  test.each([
    ["of 7 bytes", Buffer.alloc(7, 1).toString("base64")],
    ["with a line end", `${current.key}\n`],
    ["with a carriage return", `${current.key}\r`],
    ["in quotes", `"${current.key}"`],
    ["with a space", ` ${current.key}`],
    ["that is a client secret", "correct horse battery staple"],
    ["whose length no bytes have", "a".repeat(13)],
    ["padded too often", `${current.key}===`],
    ["that is empty", ""],
  ])("refuses a key %s, and repeats nothing of it", async (_, key) => {
    const refusal = (await refusalOf({ ...current, key })) ?? "";
    expect(refusal).toMatch(/^ERR_INPUT_INVALID: current\.key must be base64 of 8 bytes or more, without spaces/);
    expect(refusal.endsWith(ACTION)).toBe(true);
  });

  test.each(["key-id\n", "key-id\r", '"key-id"', "key;id", "key id", "schlüssel", ""])(
    "refuses the key id %j",
    async (keyId) => {
      expect(await refusalOf({ ...current, keyId })).toMatch(
        /^ERR_INPUT_INVALID: current\.keyId must be visible ASCII characters/,
      );
    },
  );

  test("takes nothing that a receiver can't use", async () => {
    const text = fc.oneof(
      fc.base64String({ minLength: 8 }),
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom(current.key, `${current.key}\n`, "a".repeat(13), "-_".repeat(8)),
    );
    const given = fc.record({ keyId: text, key: text, expirationDate: fc.oneof(text, fc.constant(inDays(1))) });
    const body = Buffer.from("{}");
    await fc.assert(
      fc.asyncProperty(given, async (key) => {
        if ((await refusalOf(key)) !== undefined) return;
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
