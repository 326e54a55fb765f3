import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { assess } from "../../provider/resources/key/expiry.js";
import { check } from "../../provider/resources/check.js";
import { WEBHOOK_SIGNING_KEY } from "../../provider/resources/signing-key/table.js";
import { diff } from "../../provider/resources/key/diff.js";
import { SIGNING_KEY } from "../../provider/resources/signing-key/key-kind.js";
import { API_BEHAVIOURS, type ApiBehaviour } from "./api-model.js";
import { DAY_MS } from "../../provider/dates.js";
import { type Night, type NightlyStack, nightlyRuns, type Outage } from "./nightly-runs.js";
import { createRequestTally } from "./request-tally.js";

const DECADE_NIGHTS = 3652;
const DECADES_EACH = 334;
/** Longer than an outage of a week, plus the night before it and the jitter. */
const WINDOW_OVER_OUTAGE_DAYS = 9;

/** The limit for every API: requests about one key in one year. */
const MAX_REQUESTS = 12;
/**
 * The maximum that each kind of API can cause. An API that returns the same key causes nine: at each request the remaining
 * validity is at most a third of what it was at the one before, so after 7 requests it has gone from a year to less than
 * half a day, the shortest time between two runs. To these add the request that created the key, and one when the key has
 * expired for the stack but not for the API, because the date in the answer has no milliseconds.
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

/** Stacks with all inputs that check accepts, in any decade, whose runs start up to half a day late. */
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

/** Replaces `expect`, which is too slow for millions of nights. */
const demand = (isTrue: boolean, rule: string, { at, reasons }: Night): void => {
  if (!isTrue) throw new Error(`${at.toISOString()}: ${rule} (${reasons.join("; ")})`);
};

const holdsKeyOfApi = ({ state, apiKey }: Night): boolean =>
  state !== undefined && apiKey !== undefined && state.keyId === apiKey.keyId && state.key === apiKey.key;

const isSameKeyAgain = ({ before, state }: Night): boolean => before !== undefined && before.keyId === state?.keyId;

/** The state of the key after the run. If the run requested no key, diff has just found it valid. */
const stateAfter = ({ at, state, hasRequested }: Night, { renewBeforeDays }: NightlyStack): string =>
  hasRequested && state !== undefined ? assess({ ...state, renewBeforeDays }, at).state : "valid";

test("a key that isn't due at a time isn't due before it, and nothing but the time makes it due", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...API_BEHAVIOURS).chain((behaviour) => stackOf(behaviour, [])),
      fc.array(fc.double({ min: 0, max: 1.1, noNaN: true }), { minLength: 2, maxLength: 20 }),
      (stack, parts) => {
        const [first] = nightlyRuns({ ...stack, nights: 1 });
        const [issuedAt, olds] = [first?.at ?? new Date(Number.NaN), { ...first?.state }];
        const { expiryDuration, renewBeforeDays } = stack;
        const news = { organizationId: "org", expiryDuration, renewBeforeDays };
        const found = parts
          .sort((one, other) => one - other)
          .map((part) => new Date(issuedAt.getTime() + part * expiryDuration * DAY_MS))
          .map((now) => diff(SIGNING_KEY.table, olds, news, { now, named: undefined }).replaces);
        const isDue = found.map((replaces) => replaces.length > 0);
        expect(isDue).toEqual([...isDue].sort((one, other) => Number(one) - Number(other)));
        const causes = new Set(found.map((replaces) => replaces.join()));
        causes.delete("");
        expect(causes.size === 0 || (causes.size === 1 && causes.has("expirationDate"))).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

describe.each(API_BEHAVIOURS)("nightly runs against an API that answers CREATE with %s", (behaviour) => {
  let decades = 0;
  let worst = 0;
  let requests = 0;

  afterAll(() => {
    process.stdout.write(
      `renewal, ${behaviour}: ${decades} decades, ${requests} requests, at worst ${worst} a key and year\n`,
    );
  });

  test("store the key of the API, leave no key due, and send few requests", () => {
    fc.assert(
      fc.property(stackOf(behaviour, ["no-run", "unreachable"]), (stack) => {
        const { expiryDuration, renewBeforeDays } = stack;
        expect(check(WEBHOOK_SIGNING_KEY, { organizationId: "org", expiryDuration, renewBeforeDays })).toEqual([]);
        const tally = createRequestTally();
        for (const night of nightlyRuns(stack)) {
          if (night.hasRequested && night.apiKey !== undefined) {
            tally.count(night.apiKey.keyId, night.at);
            requests += 1;
          }
          if (night.outage !== undefined) continue;
          demand(holdsKeyOfApi(night), "the key in the state isn't the key of the API", night);
          const after = stateAfter(night, stack);
          const isRefused = behaviour === "same-key" && isSameKeyAgain(night) && after === "expired";
          demand(isRefused || after === "valid", "a key is due after the run that renewed it", night);
        }
        expect(tally.worstInYear).toBeLessThanOrEqual(WORST_REQUESTS[behaviour]);
        worst = Math.max(worst, tally.worstInYear);
        decades += 1;
      }),
      // With fast-check's bias towards small numbers, nearly every stack would send a request every night. The boundary values
      // are among the constants.
      { numRuns: DECADES_EACH, plugins: [fc.unbiased()] },
    );
    expect(decades).toBeGreaterThanOrEqual(DECADES_EACH);
    expect(WORST_REQUESTS[behaviour]).toBeLessThanOrEqual(MAX_REQUESTS);
  });

  test("store the key of the API as soon as an answer arrives, whatever answers were lost before", () => {
    fc.assert(
      fc.property(stackOf(behaviour, ["answer-lost", "unreachable"]), (stack) => {
        for (const night of nightlyRuns(stack)) {
          if (night.outage === undefined) demand(holdsKeyOfApi(night), "a lost key was not replaced", night);
        }
      }),
      { numRuns: 10 },
    );
  });
});

test.each([
  // A year that begins and ends with a renewal has two.
  ["override", 2],
  // Requests with 30, 10, 3.3, 1.1 and 0.4 days left, and another one when the key has expired.
  ["same-key", 7],
] as const)(
  "with 365 days and a window of 30, %s causes at most %i requests per resource and year",
  (behaviour, max) => {
    let worst = 0;
    fc.assert(
      fc.property(stackOf(behaviour, ["no-run", "unreachable"]), (stack) => {
        const tally = createRequestTally();
        for (const night of nightlyRuns({ ...stack, expiryDuration: 365, renewBeforeDays: 30 })) {
          if (night.hasRequested) tally.count("any key", night.at);
        }
        worst = Math.max(worst, tally.worstInYear);
      }),
      { numRuns: 20, plugins: [fc.unbiased()] },
    );
    process.stdout.write(`renewal, ${behaviour}, 365 days and 30: at worst ${worst} requests a resource and year\n`);
    expect(worst).toBeLessThanOrEqual(max);
  },
);

test("with a window of nine days, no key expires because of an outage of a week", () => {
  const window = fc.double({ min: WINDOW_OVER_OUTAGE_DAYS, max: WINDOW_OVER_OUTAGE_DAYS + 1, noNaN: true });
  fc.assert(
    fc.property(stackOf("override", ["no-run", "unreachable"]), window, (stack, renewBeforeDays) => {
      // At least a day longer than the window: dates have no milliseconds, so a validity that is only a fraction of a second
      // longer than the window could count as equal to it.
      const expiryDuration = Math.max(stack.expiryDuration, WINDOW_OVER_OUTAGE_DAYS + 2);
      const bridged = { ...stack, expiryDuration, renewBeforeDays, nightsBetweenOutages: 5, longestOutageNights: 7 };
      for (const night of nightlyRuns(bridged)) {
        demand(!night.reasons.includes("it has expired"), "the key had expired", night);
      }
    }),
    { numRuns: 25 },
  );
});
