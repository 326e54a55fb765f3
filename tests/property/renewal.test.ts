import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { assess } from "../../provider/resources/key/expiry.js";
import { check } from "../../provider/resources/check.js";
import { WEBHOOK_SIGNING_KEY } from "../../provider/resources/signing-key/table.js";
import { API_BEHAVIOURS, type ApiBehaviour } from "./api-model.js";
import { DAY_MS } from "../../provider/dates.js";
import { type Night, type NightlyStack, nightlyRuns, type Outage } from "./nightly-runs.js";
import { createRequestTally } from "./request-tally.js";

const DECADE_NIGHTS = 3652;
const DECADES_EACH = 334;
/** An outage of a week, the night before it, the jitter, and a little more. */
const WINDOW_OVER_OUTAGE_DAYS = 9;

/** What no API may be asked more often about one key in one year. */
const MOST_REQUESTS = 12;
/**
 * What it comes to. With the same key again the time left is a third at most of what it was at the request before: from a
 * year down to less than half a day, the shortest time between two runs, in 7 steps; then there is the request that made
 * the key, and one that finds the key expired here and, its date cut to the second, not yet there.
 */
const WORST_REQUESTS: Readonly<Record<ApiBehaviour, number>> = { "same-key": 9, override: 1, "granted-less": 1 };

const validityDays = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(1, 7, 30, 90, 180, 365, 366, 730, 1095) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 1095 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1096, max: 36_500 }) },
);
const windowOf = (expiryDuration: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, Math.min(30, expiryDuration - 1), expiryDuration - 1) },
    { weight: 3, arbitrary: fc.double({ min: 0, max: expiryDuration, maxExcluded: true, noNaN: true }) },
  );

/** Everything that check accepts, in any decade, with runs that begin up to half a day late. */
const stackOf = (behaviour: ApiBehaviour, outages: readonly Outage[]): fc.Arbitrary<NightlyStack> =>
  validityDays.chain((expiryDuration) =>
    fc.record({
      behaviour: fc.constant(behaviour),
      dateForm: fc.constantFrom("offset", "zulu", "offset-colon-ms"),
      repeatsSubmitTime: fc.boolean(),
      seed: fc.nat(),
      firstNight: fc.date({ min: new Date("2024-01-01"), max: new Date("2060-01-01"), noInvalidDate: true }),
      nights: fc.constant(DECADE_NIGHTS),
      expiryDuration: fc.constant(expiryDuration),
      renewBeforeDays: windowOf(expiryDuration),
      jitterMs: fc.integer({ min: 0, max: DAY_MS / 2 }),
      nightsBetweenOutages: fc.constantFrom(5, 30, 180),
      longestOutageNights: fc.integer({ min: 1, max: 7 }),
      outages: fc.constant(outages),
    }),
  );

/** Thrown in place of `expect`, which would take most of the time of millions of nights. */
const demand = (isTrue: boolean, rule: string, { at, reasons }: Night): void => {
  if (!isTrue) throw new Error(`${at.toISOString()}: ${rule} (${reasons.join("; ")})`);
};

const holdsKeyOfApi = ({ state, held }: Night): boolean =>
  state !== undefined && held !== undefined && state.keyId === held.keyId && state.key === held.key;

const isSameKeyAgain = ({ before, state }: Night): boolean => before !== undefined && before.keyId === state?.keyId;

/** What the key is after the run: where nothing was asked, diff has just found it valid. */
const stateAfter = ({ at, state, hasAsked }: Night, { renewBeforeDays }: NightlyStack): string =>
  hasAsked && state !== undefined ? assess({ ...state, renewBeforeDays }, at).state : "valid";

describe.each(API_BEHAVIOURS)("nightly runs against an API that answers CREATE with %s", (behaviour) => {
  let decades = 0;
  let worst = 0;
  let requests = 0;

  afterAll(() => {
    process.stdout.write(
      `renewal, ${behaviour}: ${decades} decades, ${requests} requests, at worst ${worst} a key and year\n`,
    );
  });

  test("hold the key that the API holds, leave none due, and ask seldom", () => {
    fc.assert(
      fc.property(stackOf(behaviour, ["no-run", "unreachable"]), (stack) => {
        const { expiryDuration, renewBeforeDays } = stack;
        expect(check(WEBHOOK_SIGNING_KEY, { organizationId: "org", expiryDuration, renewBeforeDays })).toEqual([]);
        const tally = createRequestTally();
        for (const night of nightlyRuns(stack)) {
          if (night.hasAsked && night.held !== undefined) {
            tally.count(night.held.keyId, night.at);
            requests += 1;
          }
          if (night.outage !== undefined) continue;
          demand(holdsKeyOfApi(night), "the state holds another key than the API", night);
          const after = stateAfter(night, stack);
          const isRefused = behaviour === "same-key" && isSameKeyAgain(night) && after === "expired";
          demand(isRefused || after === "valid", "a key is due after the run that renewed it", night);
        }
        expect(tally.worstInYear).toBeLessThanOrEqual(WORST_REQUESTS[behaviour]);
        worst = Math.max(worst, tally.worstInYear);
        decades += 1;
      }),
      // With its bias towards 1 nearly every stack would ask every night; the borders stand among the constants.
      { numRuns: DECADES_EACH, unbiased: true },
    );
    expect(decades).toBeGreaterThanOrEqual(DECADES_EACH);
    expect(WORST_REQUESTS[behaviour]).toBeLessThanOrEqual(MOST_REQUESTS);
  });

  test("hold the key that the API holds as soon as an answer comes, whatever answers were lost", () => {
    fc.assert(
      fc.property(stackOf(behaviour, ["answer-lost", "unreachable"]), (stack) => {
        for (const night of nightlyRuns(stack)) {
          if (night.outage === undefined) demand(holdsKeyOfApi(night), "a lost key was not made up for", night);
        }
      }),
      { numRuns: 10 },
    );
  });
});

test.each([
  // A year that begins and ends with a renewal has two.
  ["override", 2],
  // Asked again with 30, 10, 3.3, 1.1 and 0.4 days left, and once more when it has expired.
  ["same-key", 7],
] as const)("with 365 days and a window of 30, %s costs at most %i requests a resource and year", (behaviour, most) => {
  let worst = 0;
  fc.assert(
    fc.property(stackOf(behaviour, ["no-run", "unreachable"]), (stack) => {
      const tally = createRequestTally();
      for (const night of nightlyRuns({ ...stack, expiryDuration: 365, renewBeforeDays: 30 })) {
        if (night.hasAsked) tally.count("any key", night.at);
      }
      worst = Math.max(worst, tally.worstInYear);
    }),
    { numRuns: 20, unbiased: true },
  );
  process.stdout.write(`renewal, ${behaviour}, 365 days and 30: at worst ${worst} requests a resource and year\n`);
  expect(worst).toBeLessThanOrEqual(most);
});

test("a window of nine days bridges every outage of a week: no run finds an expired key", () => {
  const window = fc.double({ min: WINDOW_OVER_OUTAGE_DAYS, max: WINDOW_OVER_OUTAGE_DAYS + 1, noNaN: true });
  fc.assert(
    fc.property(stackOf("override", ["no-run", "unreachable"]), window, (stack, renewBeforeDays) => {
      // A window within a second of the validity may count as no smaller, as dates are cut to the second: hence the day.
      const expiryDuration = Math.max(stack.expiryDuration, WINDOW_OVER_OUTAGE_DAYS + 2);
      const bridged = { ...stack, expiryDuration, renewBeforeDays, nightsBetweenOutages: 5, longestOutageNights: 7 };
      for (const night of nightlyRuns(bridged)) {
        demand(!night.reasons.includes("it has expired"), "the key had expired", night);
      }
    }),
    { numRuns: 25 },
  );
});
