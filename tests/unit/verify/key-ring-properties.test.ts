import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createKeyRing, type VerificationKey } from "../../../verify/index.js";
import { createVirtualTime } from "./virtual-time.js";

const INTERVAL_MS = 10_000;
const MAX_AGE_MS = 60_000;
const TIMEOUT_MS = 5_000;
const START_MS = Date.UTC(2026, 5, 1);
const IDS = ["a", "b", "c"] as const;

/** How the source answers. It uses the delays in turn; undefined: it never answers. */
type Behavior =
  | { readonly kind: "good" | "failed"; readonly delaysMs: readonly (number | undefined)[] }
  | { readonly kind: "throws" }
  | { readonly kind: "odd"; readonly value: unknown };

type Step =
  | { readonly do: "advance" | "freeze"; readonly ms: number }
  /** The source has these keys from now on. Versions of a key differ only in their expirationDate. */
  | { readonly do: "source"; readonly keys: readonly VerificationKey[] }
  | { readonly do: "behave"; readonly behavior: Behavior }
  | { readonly do: "look" | "again"; readonly id: string };

const keyArbitrary = fc
  .record({ id: fc.constantFrom(...IDS), year: fc.constantFrom(2030, 2031) })
  .map(({ id, year }) => ({
    keyId: id,
    key: Buffer.from(`the key of ${id}`).toString("base64"),
    expirationDate: `${year}-01-01T00:00:00Z`,
  }));

/** Never exactly the timeout: whether the answer or the timeout comes first then isn't defined. */
const delay = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: TIMEOUT_MS - 1 }),
  fc.integer({ min: TIMEOUT_MS + 1, max: 3 * INTERVAL_MS }),
);
const delays = fc.array(fc.oneof({ weight: 9, arbitrary: delay }, { weight: 1, arbitrary: fc.constant(undefined) }), {
  minLength: 1,
  maxLength: 3,
  size: "max",
});
const behavior: fc.Arbitrary<Behavior> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("good" as const), delaysMs: delays }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("failed" as const), delaysMs: delays }) },
  { weight: 1, arbitrary: fc.constant<Behavior>({ kind: "throws" }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("odd" as const),
      value: fc.constantFrom<unknown>(null, undefined, "[]", { keys: [] }, new Map(), [null], [{ keyId: "a" }]),
    }),
  },
);
const ms = fc.oneof(
  fc.integer({ min: 0, max: TIMEOUT_MS }),
  fc.integer({ min: 0, max: MAX_AGE_MS }),
  fc.constantFrom(INTERVAL_MS - 1, INTERVAL_MS, MAX_AGE_MS, MAX_AGE_MS + INTERVAL_MS + 1, 3_600_000),
);
const id = fc.constantFrom(...IDS, "invented");
const keys = fc.uniqueArray(keyArbitrary, { selector: ({ keyId }) => keyId, maxLength: 3, size: "max" });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("advance" as const), ms }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("freeze" as const), ms }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("source" as const), keys }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("behave" as const), behavior }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("look" as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("again" as const), id }) },
);

const steps = fc.array(step, { minLength: 1, maxLength: 60, size: "max" });

interface Refresh {
  readonly startedMs: number;
  readonly keys: readonly VerificationKey[];
  endedMs: number;
  isGood: boolean;
  readonly isGiven?: boolean;
}
interface Lookup {
  readonly id: string;
  readonly rejected: VerificationKey | undefined;
  readonly atMs: number;
  readonly atTimerMs: number;
  settledMs?: number;
  settledTimerMs?: number;
  found?: VerificationKey | undefined;
  error?: unknown;
  /** The key that the newest good refresh had for this ID at the start of the lookup, and at its end. */
  readonly cachedBefore: VerificationKey | undefined;
  cached?: VerificationKey | undefined;
}

/** Runs the steps. Returns all refreshes, all lookups, and the keys of the source over time. */
const run = async (steps: readonly Step[], firstKeys: readonly VerificationKey[], areGiven: boolean) => {
  const time = createVirtualTime(START_MS);
  const sources: { readonly fromMs: number; readonly keys: readonly VerificationKey[] }[] = [
    { fromMs: START_MS - MAX_AGE_MS - INTERVAL_MS - 1, keys: firstKeys },
  ];
  // Initial keys count as just refreshed.
  const refreshes: Refresh[] = areGiven
    ? [{ startedMs: START_MS, keys: firstKeys, endedMs: START_MS, isGood: true, isGiven: true }]
    : [];
  const lookups: Lookup[] = [];
  let current: Behavior = { kind: "good", delaysMs: [0] };
  const sourceKeys = (): readonly VerificationKey[] => sources.at(-1)?.keys ?? [];

  const refreshKeys = (): Promise<VerificationKey[]> => {
    const refresh: Refresh = { startedMs: time.clockMs(), keys: sourceKeys(), endedMs: Infinity, isGood: false };
    refreshes.push(refresh);
    const how = current;
    if (how.kind === "throws") throw new Error("the source fails");
    if (how.kind === "odd") return Promise.resolve(how.value as VerificationKey[]);
    const delayMs = how.delaysMs[refreshes.length % how.delaysMs.length];
    return new Promise((resolve, reject) => {
      const end = (): void => {
        refresh.endedMs = time.clockMs();
        refresh.isGood = how.kind === "good";
        if (refresh.isGood) resolve([...refresh.keys]);
        else reject(new Error("the source fails"));
      };
      if (delayMs === 0) end();
      else if (delayMs !== undefined) time.startTimer(end, delayMs);
    });
  };
  const ring = createKeyRing({
    ...(areGiven && { keys: firstKeys }),
    refreshKeys,
    refreshIntervalSeconds: INTERVAL_MS / 1000,
    maxAgeSeconds: MAX_AGE_MS / 1000,
    refreshTimeoutSeconds: TIMEOUT_MS / 1000,
    now: time.now,
    startTimer: time.startTimer,
  });

  const cachedKey = (keyId: string): VerificationKey | undefined =>
    refreshes.findLast(({ isGood }) => isGood)?.keys.find((key) => key.keyId === keyId);
  const look = (keyId: string, rejected?: VerificationKey): void => {
    const at = { atMs: time.clockMs(), atTimerMs: time.timerMs() };
    const entry: Lookup = { id: keyId, rejected, ...at, cachedBefore: cachedKey(keyId) };
    lookups.push(entry);
    const settle = (outcome: Partial<Lookup>): void => {
      const then = { settledMs: time.clockMs(), settledTimerMs: time.timerMs(), cached: cachedKey(keyId) };
      Object.assign(entry, outcome, then);
    };
    (rejected === undefined ? ring(keyId) : ring.again(rejected)).then(
      (found) => settle({ found }),
      (error: unknown) => settle({ error }),
    );
  };

  for (const next of steps) {
    if (next.do === "advance") await time.advance(next.ms);
    if (next.do === "freeze") time.moveClock(next.ms);
    if (next.do === "source") sources.push({ fromMs: time.clockMs(), keys: next.keys });
    if (next.do === "behave") current = next.behavior;
    if (next.do === "look") look(next.id);
    if (next.do === "again") look(next.id, cachedKey(next.id));
    await time.advance(0);
  }
  await time.advance(TIMEOUT_MS);
  await time.advance(0);
  return { refreshes, lookups, sources };
};

type Outcome = Awaited<ReturnType<typeof run>>;

/** The versions of a key that the source had between two times; undefined for times without the key. */
const versionsIn = ({ sources }: Outcome, keyId: string, fromMs: number, untilMs: number) =>
  sources
    .filter(({ fromMs: begins }, index) => begins <= untilMs && (sources[index + 1]?.fromMs ?? Infinity) >= fromMs)
    .map(({ keys }) => keys.find((key) => key.keyId === keyId));

/** Whether each refresh that started between two times was good and in time. */
const isHealthyIn = ({ refreshes }: Outcome, fromMs: number, untilMs: number): boolean =>
  refreshes
    .filter(({ startedMs }) => startedMs >= fromMs && startedMs <= untilMs)
    .every(({ isGood, startedMs, endedMs }) => isGood && endedMs - startedMs < TIMEOUT_MS);

const tally = { lookups: 0, accepted: 0, dropped: 0, refreshes: 0 };

const check = (outcome: Outcome): void => {
  outcome.refreshes.forEach(({ startedMs }, index) => {
    const before = outcome.refreshes[index - 1];
    if (before !== undefined && before.isGiven !== true)
      expect(startedMs - before.startedMs).toBeGreaterThanOrEqual(INTERVAL_MS);
  });
  tally.refreshes += outcome.refreshes.length;

  for (const {
    id: keyId,
    rejected,
    atMs,
    atTimerMs,
    settledMs,
    settledTimerMs,
    found,
    error,
    ...had
  } of outcome.lookups) {
    tally.lookups += 1;
    // No lookup waits longer than the timeout.
    expect((settledTimerMs ?? Infinity) - atTimerMs).toBeLessThanOrEqual(TIMEOUT_MS);
    // A refresh that fails or returns an invalid value changes no keys, and a late one replaces no newer keys.
    if (error === undefined) expect([had.cachedBefore, had.cached]).toContainEqual(found);
    else if (rejected === undefined) expect(had.cached).toBeUndefined();

    const untilMs = settledMs ?? Infinity;
    // A key that has been in the source for longer than an interval is accepted.
    const lateMs = atMs - INTERVAL_MS - 1;
    const isThere = versionsIn(outcome, keyId, lateMs, untilMs).every((version) => version !== undefined);
    if (isThere && isHealthyIn(outcome, lateMs, untilMs))
      expect({ found, error }).toEqual({ found: expect.anything() });

    const fromMs = atMs - MAX_AGE_MS - INTERVAL_MS - 1;
    if (!isHealthyIn(outcome, fromMs, untilMs)) continue;
    const versions = versionsIn(outcome, keyId, fromMs, untilMs);
    if (versions.every((version) => version !== undefined)) {
      tally.accepted += 1;
      expect(error).toBeUndefined();
      expect(versions).toContainEqual(found);
    }
    if (versions.every((version) => version === undefined)) {
      const wasThere = outcome.refreshes.some((refresh) => refresh.keys.some((key) => key.keyId === keyId));
      tally.dropped += wasThere ? 1 : 0;
      expect(error).toBeUndefined();
      expect(found).toBeUndefined();
    }
  }
};

test("a key ring keeps its guarantees, whatever the source does", async () => {
  await fc.assert(
    fc.asyncProperty(steps, keys, fc.boolean(), async (...given) => {
      check(await run(...given));
    }),
    { numRuns: 1_000 },
  );
  process.stdout.write(
    `key ring: ${tally.lookups} lookups, ${tally.refreshes} refreshes; ${tally.accepted} lookups had to find a key, ${tally.dropped} had to miss a removed key\n`,
  );
  expect(Math.min(tally.accepted, tally.dropped)).toBeGreaterThan(500);
});
