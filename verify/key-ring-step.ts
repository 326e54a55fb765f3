/** How long a key ring waits, in milliseconds. */
export interface RingTimes {
  /** Between the beginnings of two readings, at least. */
  readonly intervalMs: number;
  /** From this age on, a reading isn't used unless the source fails. */
  readonly maxAgeMs: number;
  /** For a reading, at most. */
  readonly timeoutMs: number;
}

/** What a look-up finds. */
export interface RingSituation {
  /** `held`: the ring has the key. `unknown`: it hasn't. `refused`: what it has is known to be of no use. */
  readonly key: "held" | "unknown" | "refused";
  /** Since the reading that gave the keys was begun; Infinity where none did. */
  readonly ageMs: number;
  /** Since the newest reading was begun; Infinity where none was. */
  readonly sinceNewestMs: number;
  /** Whether the newest reading hasn't ended. */
  readonly isUnderWay: boolean;
}

/** What a look-up does before it answers. */
export interface RingStep {
  /** Begin a reading. */
  readonly begins: boolean;
  /** Wait for the newest reading, for so many milliseconds at most; 0: answer at once. */
  readonly waitMs: number;
}

/** The clock may be set back. A time that seems to lie ahead is then as far away as one that lies behind. */
const elapsed = (ms: number): number => Math.abs(ms);

/**
 * Decides a look-up, as the table of docs/verify.md has it.
 *
 * A held key is answered at once, while a reading that is half as old as it may be is renewed in the background. Only a
 * receiver that nobody has called for long waits for a key that it holds.
 */
export const stepOf = (
  { key, ageMs, sinceNewestMs, isUnderWay }: RingSituation,
  { intervalMs, maxAgeMs, timeoutMs }: RingTimes,
): RingStep => {
  const isNeeded = key !== "held" || elapsed(ageMs) >= maxAgeMs;
  const isWanted = isNeeded || elapsed(ageMs) >= maxAgeMs / 2;
  if (isWanted && elapsed(sinceNewestMs) >= intervalMs) return { begins: true, waitMs: isNeeded ? timeoutMs : 0 };
  return { begins: false, waitMs: isNeeded && isUnderWay ? Math.max(0, timeoutMs - elapsed(sinceNewestMs)) : 0 };
};
