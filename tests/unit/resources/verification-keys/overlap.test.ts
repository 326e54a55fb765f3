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
  test("begins with the current key alone", () => {
    expect(overlap([], keyOf("a"), 30, start)).toEqual([keyOf("a")]);
  });

  test("keeps the earlier key, retired now, behind the new one", () => {
    expect(overlap([keyOf("a")], keyOf("b"), 30, day(10))).toEqual([
      keyOf("b"),
      { ...keyOf("a"), retiredAt: day(10).toISOString() },
    ]);
  });

  test("is the same again as long as nothing leaves", () => {
    const held = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(overlap(held, keyOf("b"), 30, day(39))).toEqual(held);
  });

  test.each([
    [-1, ["b", "a"]],
    [0, ["b"]],
    [1, ["b"]],
  ])("lets an earlier key leave at the border of the overlap %i ms", (plusMs, expected) => {
    const held = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(ids(overlap(held, keyOf("b"), 30, day(40, plusMs)))).toEqual(expected);
  });

  test.each([
    [-1, ["b", "a"]],
    [0, ["b"]],
  ])("lets an earlier key leave at its own end %i ms", (plusMs, expected) => {
    const held = overlap([keyOf("a", 20)], keyOf("b"), 30, day(10));
    expect(ids(overlap(held, keyOf("b"), 30, day(20, plusMs)))).toEqual(expected);
  });

  test("keeps none with an overlap of 0, and more of them with a longer one", () => {
    expect(ids(overlap([keyOf("a")], keyOf("b"), 0, day(10)))).toEqual(["b"]);
    const held = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(ids(overlap(held, keyOf("b"), 60, day(50)))).toEqual(["b", "a"]);
  });

  test("updates the current key when it comes with another date, and adds nothing", () => {
    expect(overlap([keyOf("a", 100)], keyOf("a", 200), 30, day(1))).toEqual([keyOf("a", 200)]);
  });

  test("makes an earlier key that comes back the current one, once", () => {
    const held = overlap([keyOf("a")], keyOf("b"), 30, day(10));
    expect(overlap(held, keyOf("a"), 30, day(11))).toEqual([
      keyOf("a"),
      { ...keyOf("b"), retiredAt: day(11).toISOString() },
    ]);
  });

  test("keeps an earlier key whose date cannot be read for the whole overlap", () => {
    const held = overlap([{ ...keyOf("a"), expirationDate: "in a year" }], keyOf("b"), 30, day(10));
    expect(ids(overlap(held, keyOf("b"), 30, day(40, -1)))).toEqual(["b", "a"]);
    expect(ids(overlap(held, keyOf("b"), 30, day(40)))).toEqual(["b"]);
  });

  test("never forgets a key inside its overlap and its validity, and never holds one twice", () => {
    const steps = fc.array(
      fc.record({ key: fc.integer({ min: 0, max: 5 }), afterDays: fc.integer({ min: 0, max: 20 }) }),
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 60 }), (given, overlapDays) => {
        let keys: VerificationKey[] = [];
        let today = 0;
        const retired = new Map<string, number>();
        for (const { key, afterDays } of given) {
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
