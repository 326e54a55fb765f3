/**
 * Difference between the clocks, in seconds, from which messages mention it. How much the service tolerates isn't
 * documented (docs/key-service.md).
 */
export const SKEW_WORTH_TELLING_S = 30;

/** How far this machine's clock is from the service's. */
export interface ClockSkew {
  readonly isWorthTelling: boolean;
  /** For example `90 s ahead of the service's`. */
  readonly text: string;
}

/** Compares `now` with the Date header of an answer. Undefined if the header is missing or can't be read. */
export const clockSkewOf = (date: string | undefined, now: Date): ClockSkew | undefined => {
  const serviceMs = Date.parse(date ?? "");
  if (Number.isNaN(serviceMs)) return undefined;
  const skewS = Math.round((now.getTime() - serviceMs) / 1000);
  return {
    isWorthTelling: Math.abs(skewS) >= SKEW_WORTH_TELLING_S,
    text: `${Math.abs(skewS)} s ${skewS > 0 ? "ahead of" : "behind"} the service's`,
  };
};
