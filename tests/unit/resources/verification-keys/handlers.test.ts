import { beforeEach, describe, expect, test } from "@jest/globals";
import { wireSecret } from "../../../../provider/resources/protocol.js";
import { createVerificationKeysHandlers } from "../../../../provider/resources/verification-keys/handlers.js";
import { UNKNOWN } from "../unknown.js";
import { DAY_MS } from "../../../../provider/dates.js";

const now = new Date("2026-06-01T12:00:00Z");
const inDays = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();

const current = { keyId: "key-id", key: "a2V5IG9mIHRlc3Rz", expirationDate: inDays(365) };
const earlier = { keyId: "earlier", key: "k1", expirationDate: inDays(300), retiredAt: inDays(-29) };
/** The first digits of the SHA-256 of `key-id`. */
const ID = "verification-keys/436319432647e005";

let told: string[];
beforeEach(() => {
  told = [];
});
const {
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
} = createVerificationKeysHandlers({ now: () => now, notify: async (line) => void told.push(line) });

describe("create", () => {
  test("remembers the current key alone, as a secret", async () => {
    expect(await create({ current })).toStrictEqual({ id: ID, outs: { keys: wireSecret([current]) } });
  });

  test("refuses what check would refuse, and what is not known yet", async () => {
    await expect(create({})).rejects.toThrow("ERR_INPUT_MISSING: current is required.");
    const unknown = { ...current, key: UNKNOWN };
    await expect(create({ current: unknown })).rejects.toThrow(
      "ERR_INPUT_INVALID: current must be known, but it isn't known yet.",
    );
  });
});

describe("diff", () => {
  test("is quiet where the keys would stay as they are", async () => {
    expect(await diff(ID, { keys: [current, earlier] }, { current })).toStrictEqual({ changes: false });
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: 30 })).toEqual({ changes: false });
    expect(told).toEqual([]);
  });

  test("says that another key is the current one", async () => {
    const keys = [{ ...current, keyId: "old" }];
    expect(await diff(ID, { keys }, { current })).toStrictEqual({ changes: true });
    expect(told).toEqual([`Verification keys will be updated: another signing key is the current one now.`]);
  });

  test.each([
    ["an earlier key leaves", [current, { ...earlier, retiredAt: inDays(-30) }]],
    ["the current one has another date", [{ ...current, expirationDate: inDays(364) }]],
  ])("says that %s", async (_, keys) => {
    expect(await diff(ID, { keys }, { current })).toStrictEqual({ changes: true });
    expect(told).toEqual([
      `Verification keys will be updated: an earlier key leaves, or the current one has another date.`,
    ]);
  });

  test("counts the overlap that the program asks for", async () => {
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: 29 })).toEqual({ changes: true });
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: 29.1 })).toEqual({ changes: false });
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: "1" })).toEqual({ changes: false });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["a state without keys", {}, { current }],
    ["keys that cannot be read", { keys: [{ keyId: "key-id" }] }, { current }],
    ["a current key that is not known yet", { keys: [current] }, { current: UNKNOWN }],
    ["a part of it that is not known yet", { keys: [current] }, { current: { ...current, keyId: UNKNOWN } }],
    ["a current key that cannot be read", { keys: [current] }, { current: { keyId: 7 } }],
  ])("calls %s a change, and tells no reason", async (_, olds, news) => {
    expect(await diff(ID, olds, news)).toStrictEqual({ changes: true });
    expect(told).toEqual([]);
  });
});

describe("update", () => {
  test("makes the key that was current an earlier one, and hands it out as the previous", async () => {
    const old = { keyId: "old", key: "k0", expirationDate: inDays(5) };
    const retired = { ...old, retiredAt: inDays(0) };
    expect(await update(ID, { keys: [old, earlier] }, { current })).toStrictEqual({
      outs: { keys: wireSecret([current, retired, earlier]), previous: wireSecret(retired) },
    });
  });

  test("forgets a key that leaves the overlap, and has no previous one then", async () => {
    const outs = { keys: wireSecret([current]) };
    expect(await update(ID, { keys: [current, earlier] }, { current, overlapDays: 28 })).toStrictEqual({ outs });
  });

  test.each([undefined, "keys", [{ ...current, retiredAt: 7 }]])(
    "forgets nothing where the state holds %j",
    async (keys) => {
      await expect(update(ID, { keys }, { current })).rejects.toThrow(
        `ERR_VERIFICATION_KEYS_UNREADABLE: ${ID}: the keys in the stack's state cannot be read, and writing new ones ` +
          "would forget them. Restore the state from a backup (`pulumi stack import`), or replace this resource to " +
          "begin with the current key alone.",
      );
    },
  );

  test("refuses a current key that check would refuse", async () => {
    await expect(update(ID, { keys: [current] }, { current: { ...current, key: "" } })).rejects.toThrow(
      "ERR_INPUT_INVALID: current.key must be base64",
    );
  });

  test("forgets nothing where there is no current key", async () => {
    await expect(update(ID, { keys: [current] }, {})).rejects.toThrow("ERR_INPUT_MISSING: current is required.");
  });
});

describe("check, read and delete", () => {
  test("check hands the inputs back with what is wrong", async () => {
    const news = { current, overlapDays: -1 };
    const checked = await check({}, news);
    expect(checked.inputs).toBe(news);
    expect(checked.failures).toMatchObject([{ property: "", reason: expect.stringContaining("overlapDays must be") }]);
  });

  test("read hands back what the state holds, as secrets", async () => {
    const props = { keys: [current, earlier], previous: earlier };
    expect(await read(ID, props)).toStrictEqual({
      id: ID,
      props: { keys: wireSecret(props.keys), previous: wireSecret(earlier) },
    });
    expect(await read(ID)).toStrictEqual({ id: ID, props: {} });
  });

  test("delete does nothing", async () => {
    await expect(remove(ID, { keys: [current] })).resolves.toBeUndefined();
  });
});
