import { describe, expect, test } from "@jest/globals";
import { type LookupSituation, planLookup } from "../../../verify/plan-lookup.js";

const TIMES = { intervalMs: 10_000, maxAgeMs: 300_000, timeoutMs: 5_000 };
const NEVER = Number.POSITIVE_INFINITY;

const plan = (situation: Partial<LookupSituation>) =>
  planLookup({ key: "cached", ageMs: 0, sinceNewestMs: NEVER, isRunning: false, ...situation }, TIMES);

const ANSWERS = { startsRefresh: false, waitMs: 0 };
const STARTS = { startsRefresh: true, waitMs: 0 };
const STARTS_AND_WAITS = { startsRefresh: true, waitMs: 5_000 };

describe("a cached key", () => {
  test.each([
    [0, ANSWERS],
    [149_999, ANSWERS],
    [150_000, STARTS],
    [299_999, STARTS],
    [300_000, STARTS_AND_WAITS],
    [NEVER, STARTS_AND_WAITS],
    // The clock was set back.
    [-149_999, ANSWERS],
    [-300_000, STARTS_AND_WAITS],
  ])("%d ms after the refresh that returned it", (ageMs, expected) => {
    expect(plan({ ageMs })).toEqual(expected);
  });
});

describe.each(["unknown", "rejected"] as const)("a key that is %s", (key) => {
  test.each([
    [NEVER, false, STARTS_AND_WAITS],
    [10_000, false, STARTS_AND_WAITS],
    [10_000, true, STARTS_AND_WAITS],
    [9_999, false, ANSWERS],
    [9_999, true, ANSWERS],
    [5_000, true, ANSWERS],
    [4_999, true, { startsRefresh: false, waitMs: 1 }],
    [0, true, { startsRefresh: false, waitMs: 5_000 }],
    [0, false, ANSWERS],
    [-4_999, true, { startsRefresh: false, waitMs: 1 }],
    [-10_000, false, STARTS_AND_WAITS],
  ])("%d ms after the start of the newest refresh, still running: %s", (sinceNewestMs, isRunning, expected) => {
    expect(plan({ key, sinceNewestMs, isRunning })).toEqual(expected);
  });
});

test("waits for a running refresh if the keys are too old, and starts none within the interval", () => {
  expect(plan({ ageMs: 300_000, sinceNewestMs: 1_000, isRunning: true })).toEqual({
    startsRefresh: false,
    waitMs: 4_000,
  });
  expect(plan({ ageMs: 300_000, sinceNewestMs: 1_000 })).toEqual(ANSWERS);
  expect(plan({ ageMs: 150_000, sinceNewestMs: 1_000, isRunning: true })).toEqual(ANSWERS);
});
