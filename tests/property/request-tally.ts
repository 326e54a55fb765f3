const YEAR_MS = 365 * 86_400_000;

/** Counts requests by key. `worstInYear` is the maximum for one key within any 365 days. */
export interface RequestTally {
  count(keyId: string, at: Date): void;
  readonly worstInYear: number;
}

/** Requests must be counted in chronological order. */
export const createRequestTally = (): RequestTally => {
  const recent = new Map<string, number[]>();
  let worstInYear = 0;
  return {
    count(keyId, at) {
      const times = [...(recent.get(keyId) ?? []), at.getTime()].filter((time) => time > at.getTime() - YEAR_MS);
      recent.set(keyId, times);
      worstInYear = Math.max(worstInYear, times.length);
    },
    get worstInYear() {
      return worstInYear;
    },
  };
};
