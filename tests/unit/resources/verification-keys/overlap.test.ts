import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { overlap, type VerificationKey } from "../../../../provider/resources/verification-keys/overlap.js";
import { DAY_MS } from "../../../../provider/dates.js";

const start = new Date("2026-01-01T00:00:00.000Z");
const day = (days: number, plusMs = 0): Date => new Date(start.getTime() + days * DAY_MS + plusMs);
const keyOf = (keyId: string, endsOnDay = 365): VerificationKey => ({
  keyId,
  key: `key of ${keyId}`,
  expirationDate: day(endsOnDay).toISOString(),
});
const ids = (keys: readonly VerificationKey[]): string[] => keys.map(({ keyId }) => keyId);

describe("overlap", () => {
  test("starts with the current key only", () => {
    expect(overlap([], keyOf("a"), 30, start)).toEqual([keyOf("a")]);
  });

  test("keeps the earlier key after the new one, retired now", () => {
    expect(overlap([keyOf("a")], keyOf("b"), 30, day(10))).toEqual([
      keyOf("b"),
      { ...keyOf("a"), retiredAt: day(10).toISOString() },
    ]);
  });

  test("returns the same keys as long as none is removed", () => {
    const stored = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(overlap(stored, keyOf("b"), 30, day(39))).toEqual(stored);
  });

  test.each([
    [-1, ["b", "a"]],
    [0, ["b"]],
    [1, ["b"]],
  ])("removes an earlier key when its overlap is over: %i ms after that", (plusMs, expected) => {
    const stored = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(ids(overlap(stored, keyOf("b"), 30, day(40, plusMs)))).toEqual(expected);
  });

  test.each([
    [-1, ["b", "a"]],
    [0, ["b"]],
  ])("removes an earlier key when it expires: %i ms after that", (plusMs, expected) => {
    const stored = overlap([keyOf("a", 20)], keyOf("b"), 30, day(10));
    expect(ids(overlap(stored, keyOf("b"), 30, day(20, plusMs)))).toEqual(expected);
  });

  test("keeps no earlier key with an overlap of 0, and keeps them longer with a longer one", () => {
    expect(ids(overlap([keyOf("a")], keyOf("b"), 0, day(10)))).toEqual(["b"]);
    const stored = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(ids(overlap(stored, keyOf("b"), 60, day(50)))).toEqual(["b", "a"]);
  });

  test("updates the date of the current key, and adds no key", () => {
    expect(overlap([keyOf("a", 100)], keyOf("a", 200), 30, day(1))).toEqual([keyOf("a", 200)]);
  });

  test("moves an earlier key to the front if it's the current one again", () => {
    const stored = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(overlap(stored, keyOf("a"), 30, day(11))).toEqual([
      keyOf("a"),
      { ...keyOf("b"), retiredAt: day(11).toISOString() },
    ]);
  });

  test("keeps an earlier key whose date can't be read for the whole overlap", () => {
    const stored = overlap([{ ...keyOf("a"), expirationDate: "in a year" }], keyOf("b"), 30, day(10));
    expect(ids(overlap(stored, keyOf("b"), 30, day(40, -1)))).toEqual(["b", "a"]);
    expect(ids(overlap(stored, keyOf("b"), 30, day(40)))).toEqual(["b"]);
  });

  test("never removes a key inside its overlap and validity, and contains each key once", () => {
    const steps = fc.array(
      fc.record({ key: fc.integer({ min: 0, max: 5 }), afterDays: fc.integer({ min: 0, max: 20 }) }),
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 60 }), (rotations, overlapDays) => {
        let keys: VerificationKey[] = [];
        let today = 0;
        const retired = new Map<string, number>();
        for (const { key, afterDays } of rotations) {
          today += afterDays;
          const keyId = `key-${key}`;
          const [current] = keys;
          if (current !== undefined && current.keyId !== keyId) retired.set(current.keyId, today);
          retired.delete(keyId);
          keys = overlap(keys, keyOf(keyId, 200), overlapDays, day(today));
          const expected = [...retired].filter(([, since]) => today < since + overlapDays && today < 200);
          expect(keys[0]?.keyId).toBe(keyId);
          expect(new Set(ids(keys)).size).toBe(keys.length);
          expect(ids(keys.slice(1)).sort()).toEqual(expected.map(([id]) => id).sort());
        }
      }),
    );
  });
});
