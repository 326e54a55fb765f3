/** Difference between the clocks that is worth telling, in seconds. The limit of the service is not known (spec.md 2.2). */
export const SKEW_WORTH_TELLING_S = 30;

/** How far this machine's clock is from the service's. */
export interface ClockSkew {
  readonly isWorthTelling: boolean;
  /** Such as `90 s ahead of the service's`. */
  readonly text: string;
}

/** Compares now with the Date header of an answer; undefined where there is none that can be read. */
export const clockSkewOf = (date: string | undefined, now: Date): ClockSkew | undefined => {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return undefined;
  const skewS = Math.round((now.getTime() - theirs) / 1000);
  return {
    isWorthTelling: Math.abs(skewS) >= SKEW_WORTH_TELLING_S,
    text: `${Math.abs(skewS)} s ${skewS > 0 ? "ahead of" : "behind"} the service's`,
  };
};
