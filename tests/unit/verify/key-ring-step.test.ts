import { describe, expect, test } from "@jest/globals";
import { type RingSituation, stepOf } from "../../../verify/key-ring-step.js";

const TIMES = { intervalMs: 10_000, maxAgeMs: 300_000, timeoutMs: 5_000 };
const NEVER = Number.POSITIVE_INFINITY;

const step = (situation: Partial<RingSituation>) =>
  stepOf({ key: "held", ageMs: 0, sinceNewestMs: NEVER, isUnderWay: false, ...situation }, TIMES);

const ANSWERS = { begins: false, waitMs: 0 };
const BEGINS = { begins: true, waitMs: 0 };
const BEGINS_AND_WAITS = { begins: true, waitMs: 5_000 };

describe("a key that is held", () => {
  test.each([
    [0, ANSWERS],
    [149_999, ANSWERS],
    [150_000, BEGINS],
    [299_999, BEGINS],
    [300_000, BEGINS_AND_WAITS],
    [NEVER, BEGINS_AND_WAITS],
    // The clock was set back.
    [-149_999, ANSWERS],
    [-300_000, BEGINS_AND_WAITS],
  ])("from a reading %d ms old", (ageMs, expected) => {
    expect(step({ ageMs })).toEqual(expected);
  });
});

describe.each(["unknown", "refused"] as const)("a key that is %s", (key) => {
  test.each([
    [NEVER, false, BEGINS_AND_WAITS],
    [10_000, false, BEGINS_AND_WAITS],
    [10_000, true, BEGINS_AND_WAITS],
    [9_999, false, ANSWERS],
    [9_999, true, ANSWERS],
    [5_000, true, ANSWERS],
    [4_999, true, { begins: false, waitMs: 1 }],
    [0, true, { begins: false, waitMs: 5_000 }],
    [0, false, ANSWERS],
    [-4_999, true, { begins: false, waitMs: 1 }],
    [-10_000, false, BEGINS_AND_WAITS],
  ])("%d ms after the newest reading was begun, under way: %s", (sinceNewestMs, isUnderWay, expected) => {
    expect(step({ key, sinceNewestMs, isUnderWay })).toEqual(expected);
  });
});

test("a reading that is too old waits for one that is under way, and begins none within the interval", () => {
  expect(step({ ageMs: 300_000, sinceNewestMs: 1_000, isUnderWay: true })).toEqual({ begins: false, waitMs: 4_000 });
  expect(step({ ageMs: 300_000, sinceNewestMs: 1_000 })).toEqual(ANSWERS);
  expect(step({ ageMs: 150_000, sinceNewestMs: 1_000, isUnderWay: true })).toEqual(ANSWERS);
});
