import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createKeyRing, type VerificationKey } from "../../../verify/index.js";
import { createVirtualTime } from "./virtual-time.js";

const INTERVAL_MS = 10_000;
const MAX_AGE_MS = 60_000;
const TIMEOUT_MS = 5_000;
const START_MS = Date.UTC(2026, 5, 1);
const IDS = ["a", "b", "c"] as const;

/** How the source reads: after these delays by turns, of which undefined hangs for ever. */
type Manner =
  | { readonly kind: "good" | "failed"; readonly delaysMs: readonly (number | undefined)[] }
  | { readonly kind: "throws" }
  | { readonly kind: "odd"; readonly value: unknown };

type Step =
  | { readonly do: "advance" | "freeze"; readonly ms: number }
  /** The source gets these keys; another version of an id is the same key with a later end. */
  | { readonly do: "source"; readonly keys: readonly VerificationKey[] }
  | { readonly do: "manner"; readonly manner: Manner }
  | { readonly do: "look" | "again"; readonly id: string };

const keyArbitrary = fc
  .record({ id: fc.constantFrom(...IDS), year: fc.constantFrom(2030, 2031) })
  .map(({ id, year }) => ({
    keyId: id,
    key: Buffer.from(`the key of ${id}`).toString("base64"),
    expirationDate: `${year}-01-01T00:00:00Z`,
  }));

/** Before and after the time limit, and never at it: which of two comes first in one instant is nobody's promise. */
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
const manner: fc.Arbitrary<Manner> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("good" as const), delaysMs: delays }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("failed" as const), delaysMs: delays }) },
  { weight: 1, arbitrary: fc.constant<Manner>({ kind: "throws" }) },
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
  { weight: 1, arbitrary: fc.record({ do: fc.constant("manner" as const), manner }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("look" as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("again" as const), id }) },
);

const steps = fc.array(step, { minLength: 1, maxLength: 60, size: "max" });

interface Reading {
  readonly begunMs: number;
  readonly keys: readonly VerificationKey[];
  endedMs: number;
  isGood: boolean;
  readonly isGiven?: boolean;
}
interface Look {
  readonly id: string;
  readonly refused: VerificationKey | undefined;
  readonly atMs: number;
  readonly atTimerMs: number;
  settledMs?: number;
  settledTimerMs?: number;
  found?: VerificationKey | undefined;
  error?: unknown;
  /** What the newest good reading had of this id when the look-up came, and when it was answered. */
  readonly heldBefore: VerificationKey | undefined;
  held?: VerificationKey | undefined;
}

/** What came of the steps. */
const run = async (steps: readonly Step[], firstKeys: readonly VerificationKey[], areGiven: boolean) => {
  const time = createVirtualTime(START_MS);
  const sources: { readonly fromMs: number; readonly keys: readonly VerificationKey[] }[] = [
    { fromMs: START_MS - MAX_AGE_MS - INTERVAL_MS - 1, keys: firstKeys },
  ];
  // Keys that are given to begin with are as if they had just been read.
  const readings: Reading[] = areGiven
    ? [{ begunMs: START_MS, keys: firstKeys, endedMs: START_MS, isGood: true, isGiven: true }]
    : [];
  const looks: Look[] = [];
  let current: Manner = { kind: "good", delaysMs: [0] };
  const sourceKeys = (): readonly VerificationKey[] => sources.at(-1)?.keys ?? [];

  const refreshKeys = (): Promise<VerificationKey[]> => {
    const reading: Reading = { begunMs: time.clockMs(), keys: sourceKeys(), endedMs: Infinity, isGood: false };
    readings.push(reading);
    const how = current;
    if (how.kind === "throws") throw new Error("the source fails");
    if (how.kind === "odd") return Promise.resolve(how.value as VerificationKey[]);
    const delayMs = how.delaysMs[readings.length % how.delaysMs.length];
    return new Promise((resolve, reject) => {
      const end = (): void => {
        reading.endedMs = time.clockMs();
        reading.isGood = how.kind === "good";
        if (reading.isGood) resolve([...reading.keys]);
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

  const heldOf = (keyId: string): VerificationKey | undefined =>
    readings.findLast(({ isGood }) => isGood)?.keys.find((key) => key.keyId === keyId);
  const look = (keyId: string, refused?: VerificationKey): void => {
    const at = { atMs: time.clockMs(), atTimerMs: time.timerMs() };
    const entry: Look = { id: keyId, refused, ...at, heldBefore: heldOf(keyId) };
    looks.push(entry);
    const settle = (outcome: Partial<Look>): void => {
      const then = { settledMs: time.clockMs(), settledTimerMs: time.timerMs(), held: heldOf(keyId) };
      Object.assign(entry, outcome, then);
    };
    (refused === undefined ? ring(keyId) : ring.again(refused)).then(
      (found) => settle({ found }),
      (error: unknown) => settle({ error }),
    );
  };

  for (const next of steps) {
    if (next.do === "advance") await time.advance(next.ms);
    if (next.do === "freeze") time.moveClock(next.ms);
    if (next.do === "source") sources.push({ fromMs: time.clockMs(), keys: next.keys });
    if (next.do === "manner") current = next.manner;
    if (next.do === "look") look(next.id);
    if (next.do === "again") look(next.id, heldOf(next.id));
    await time.advance(0);
  }
  await time.advance(TIMEOUT_MS);
  await time.advance(0);
  return { readings, looks, sources };
};

type Outcome = Awaited<ReturnType<typeof run>>;

/** The versions of a key that the source had from one time to another; undefined where it had none. */
const versionsIn = ({ sources }: Outcome, keyId: string, fromMs: number, untilMs: number) =>
  sources
    .filter(({ fromMs: begins }, index) => begins <= untilMs && (sources[index + 1]?.fromMs ?? Infinity) >= fromMs)
    .map(({ keys }) => keys.find((key) => key.keyId === keyId));

/** Whether each reading that was begun in this time was good, and came within the limit. */
const isHealthyIn = ({ readings }: Outcome, fromMs: number, untilMs: number): boolean =>
  readings
    .filter(({ begunMs }) => begunMs >= fromMs && begunMs <= untilMs)
    .every(({ isGood, begunMs, endedMs }) => isGood && endedMs - begunMs < TIMEOUT_MS);

const tally = { looks: 0, accepted: 0, dropped: 0, readings: 0 };

const check = (outcome: Outcome): void => {
  outcome.readings.forEach(({ begunMs }, index) => {
    const before = outcome.readings[index - 1];
    if (before !== undefined && before.isGiven !== true)
      expect(begunMs - before.begunMs).toBeGreaterThanOrEqual(INTERVAL_MS);
  });
  tally.readings += outcome.readings.length;

  for (const {
    id: keyId,
    refused,
    atMs,
    atTimerMs,
    settledMs,
    settledTimerMs,
    found,
    error,
    ...had
  } of outcome.looks) {
    tally.looks += 1;
    // Nobody waits longer than the limit.
    expect((settledTimerMs ?? Infinity) - atTimerMs).toBeLessThanOrEqual(TIMEOUT_MS);
    // A failed or odd reading changes nothing, and a late one nothing that is newer.
    if (error === undefined) expect([had.heldBefore, had.held]).toContainEqual(found);
    else if (refused === undefined) expect(had.held).toBeUndefined();

    const untilMs = settledMs ?? Infinity;
    // A key that the source has had for an interval is accepted, whatever its version.
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
      const wasThere = outcome.readings.some((reading) => reading.keys.some((key) => key.keyId === keyId));
      tally.dropped += wasThere ? 1 : 0;
      expect(error).toBeUndefined();
      expect(found).toBeUndefined();
    }
  }
};

test("whatever the source does, and whenever it is asked", async () => {
  await fc.assert(
    fc.asyncProperty(steps, keys, fc.boolean(), async (...given) => {
      check(await run(...given));
    }),
    { numRuns: 1_000 },
  );
  process.stdout.write(
    `key ring: ${tally.looks} look-ups, ${tally.readings} readings; ${tally.accepted} had to be accepted, ${tally.dropped} of keys that were taken away had to be refused\n`,
  );
  expect(Math.min(tally.accepted, tally.dropped)).toBeGreaterThan(500);
});
