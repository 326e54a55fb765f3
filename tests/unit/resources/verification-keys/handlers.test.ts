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

let notices: string[];
beforeEach(() => {
  notices = [];
});
const {
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
} = createVerificationKeysHandlers({ now: () => now, notify: async (line) => void notices.push(line) });

describe("create", () => {
  test("stores the current key only, as a secret", async () => {
    expect(await create({ current })).toStrictEqual({ id: ID, outs: { keys: wireSecret([current]) } });
  });

  test("refuses invalid inputs, and inputs that aren't known", async () => {
    await expect(create({})).rejects.toThrow("ERR_INPUT_MISSING: current is required.");
    const unknown = { ...current, key: UNKNOWN };
    await expect(create({ current: unknown })).rejects.toThrow(
      "ERR_INPUT_INVALID: current must be known, but it isn't known yet.",
    );
  });
});

describe("diff", () => {
  test("reports no change if the keys stay the same", async () => {
    expect(await diff(ID, { keys: [current, earlier] }, { current })).toStrictEqual({ changes: false });
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: 30 })).toEqual({ changes: false });
    expect(notices).toEqual([]);
  });

  test("announces that the current key changed", async () => {
    const keys = [{ ...current, keyId: "old" }];
    expect(await diff(ID, { keys }, { current })).toStrictEqual({ changes: true });
    expect(notices).toEqual(["Verification keys will be updated: the current signing key changed."]);
  });

  test.each([
    ["an earlier key is removed", [current, { ...earlier, retiredAt: inDays(-30) }]],
    ["the date of the current key changed", [{ ...current, expirationDate: inDays(364) }]],
  ])("announces that %s", async (_, keys) => {
    expect(await diff(ID, { keys }, { current })).toStrictEqual({ changes: true });
    expect(notices).toEqual([
      "Verification keys will be updated: an earlier key is removed, or the date of the current key changed.",
    ]);
  });

  test("uses overlapDays of the program, or the default if it isn't a number", async () => {
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: 29 })).toEqual({ changes: true });
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: 29.1 })).toEqual({ changes: false });
    expect(await diff(ID, { keys: [current, earlier] }, { current, overlapDays: "1" })).toEqual({ changes: false });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["a state without keys", {}, { current }],
    ["stored keys that can't be read", { keys: [{ keyId: "key-id" }] }, { current }],
    ["a current key that isn't known yet", { keys: [current] }, { current: UNKNOWN }],
    ["a keyId that isn't known yet", { keys: [current] }, { current: { ...current, keyId: UNKNOWN } }],
    ["a current key that can't be read", { keys: [current] }, { current: { keyId: 7 } }],
  ])("reports a change without a reason for %s", async (_, olds, news) => {
    expect(await diff(ID, olds, news)).toStrictEqual({ changes: true });
    expect(notices).toEqual([]);
  });
});

describe("update", () => {
  test("keeps the previous current key as an earlier one, and outputs it as `previous`", async () => {
    const old = { keyId: "old", key: "k0", expirationDate: inDays(5) };
    const retired = { ...old, retiredAt: inDays(0) };
    expect(await update(ID, { keys: [old, earlier] }, { current })).toStrictEqual({
      outs: { keys: wireSecret([current, retired, earlier]), previous: wireSecret(retired) },
    });
  });

  test("removes a key whose overlap is over, and outputs no `previous` then", async () => {
    const outs = { keys: wireSecret([current]) };
    expect(await update(ID, { keys: [current, earlier] }, { current, overlapDays: 28 })).toStrictEqual({ outs });
  });

  test.each([undefined, "keys", [{ ...current, retiredAt: 7 }]])(
    "fails, so that no key is lost, if the keys in the state are %j",
    async (keys) => {
      await expect(update(ID, { keys }, { current })).rejects.toThrow(
        `ERR_VERIFICATION_KEYS_UNREADABLE: ${ID}: the keys in the stack's state can't be read, and an update would lose ` +
          "them. Restore the state from a backup (`pulumi stack import`), or replace this resource to start again with the " +
          "current key only.",
      );
    },
  );

  test("refuses an invalid current key", async () => {
    await expect(update(ID, { keys: [current] }, { current: { ...current, key: "" } })).rejects.toThrow(
      "ERR_INPUT_INVALID: current.key must be base64",
    );
  });

  test("fails, so that no key is lost, if there is no current key", async () => {
    await expect(update(ID, { keys: [current] }, {})).rejects.toThrow("ERR_INPUT_MISSING: current is required.");
  });
});

describe("check, read and delete", () => {
  test("check returns the inputs and the failures", async () => {
    const news = { current, overlapDays: -1 };
    const checked = await check({}, news);
    expect(checked.inputs).toBe(news);
    expect(checked.failures).toMatchObject([{ property: "", reason: expect.stringContaining("overlapDays must be") }]);
  });

  test("read returns the state, with secrets marked", async () => {
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
