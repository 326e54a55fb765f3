/** The time settings of a key ring, in milliseconds. */
export interface RingTimes {
  /** Minimum time between the starts of two refreshes. */
  readonly intervalMs: number;
  /** Keys older than this are refreshed before they are used, unless the refresh fails. */
  readonly maxAgeMs: number;
  /** Longest time to wait for a refresh. */
  readonly timeoutMs: number;
}

/** What the cache knows when a lookup starts. */
export interface LookupSituation {
  /** `cached`: the key is in the cache. `unknown`: it isn't. `rejected`: it is, but the caller can't use it. */
  readonly key: "cached" | "unknown" | "rejected";
  /** Time since the start of the refresh that returned the cached keys; Infinity if none did. */
  readonly ageMs: number;
  /** Time since the start of the newest refresh; Infinity if there was none. */
  readonly sinceNewestMs: number;
  /** Whether the newest refresh is still running. */
  readonly isRunning: boolean;
}

/** What a lookup does before it answers. */
export interface LookupPlan {
  /** Whether it starts a refresh. */
  readonly startsRefresh: boolean;
  /** How long it waits for the newest refresh at most; 0: it answers at once. */
  readonly waitMs: number;
}

/** If the clock was set back, a time seems to lie in the future. Only its distance from now counts. */
const distance = (ms: number): number => Math.abs(ms);

/**
 * Decides what a lookup does; docs/key-ring.md has the same rules as a table.
 *
 * A cached key is returned at once. From half of the maximum age on, a refresh runs in the background, so a lookup waits for
 * a cached key only if the receiver was idle for longer than the maximum age.
 */
export const planLookup = (
  { key, ageMs, sinceNewestMs, isRunning }: LookupSituation,
  { intervalMs, maxAgeMs, timeoutMs }: RingTimes,
): LookupPlan => {
  const needsRefresh = key !== "cached" || distance(ageMs) >= maxAgeMs;
  const wantsRefresh = needsRefresh || distance(ageMs) >= maxAgeMs / 2;
  if (wantsRefresh && distance(sinceNewestMs) >= intervalMs)
    return { startsRefresh: true, waitMs: needsRefresh ? timeoutMs : 0 };
  return {
    startsRefresh: false,
    waitMs: needsRefresh && isRunning ? Math.max(0, timeoutMs - distance(sinceNewestMs)) : 0,
  };
};
