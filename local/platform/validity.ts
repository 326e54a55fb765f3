export const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 1095;

/** The validity that the local platform grants instead of what a request asks for. */
export interface Grant {
  /** The validity in seconds, whatever a request asks for. Fractions, zero and negative values are allowed. */
  grantSeconds?: number | undefined;
  /** The longest validity, in days, that a request gets. */
  grantAtMostDays?: number | undefined;
}

/** When a key that is issued now expires. A request that asks for no validity gets three years, as from the vendor. */
export const endOfValidity = (now: Date, expiryDuration: string | undefined, grant: Grant): Date => {
  const askedDays = expiryDuration === undefined ? DEFAULT_DAYS : Number(expiryDuration);
  const grantedDays = Math.min(askedDays, grant.grantAtMostDays ?? Infinity);
  const validityMs = grant.grantSeconds === undefined ? grantedDays * DAY_MS : grant.grantSeconds * 1000;
  return new Date(now.getTime() + validityMs);
};
