const DAY_MS = 86_400_000;
const DAYS_WHEN_NOT_ASKED = 1095;

/** What the local platform grants in place of the validity that a request asks for. */
export interface Grant {
  /** Seconds from now, whatever was asked; fractions, zero and negative values are fine. */
  grantSeconds?: number | undefined;
  /** Days above which no request is granted. */
  grantAtMostDays?: number | undefined;
}

/** The instant at which a key ends that is issued now, for the days asked or for the vendor's three years. */
export const endOfValidity = (now: Date, expiryDuration: string | undefined, grant: Grant): Date => {
  const askedDays = expiryDuration === undefined ? DAYS_WHEN_NOT_ASKED : Number(expiryDuration);
  const grantedDays = Math.min(askedDays, grant.grantAtMostDays ?? Infinity);
  const validityMs = grant.grantSeconds === undefined ? grantedDays * DAY_MS : grant.grantSeconds * 1000;
  return new Date(now.getTime() + validityMs);
};
