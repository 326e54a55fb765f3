import { DAY_MS, parseDate } from "../../dates.js";

/** The times that decide when a key is due. */
export interface KeyLife {
  /** When it was issued. Undefined for adopted keys. */
  readonly submitTimeUtc?: string | undefined;
  readonly expirationDate: string;
  /** Length of the renewal window, in days. */
  readonly renewBeforeDays: number;
}

export interface Assessment {
  /** `unreadable` if `expirationDate` can't be read. */
  readonly state: "valid" | "in-window" | "expired" | "unreadable";
  /** True if `renewBeforeDays` isn't shorter than the validity, so that a third of the validity is used instead. */
  readonly isWindowCut: boolean;
  /** True if the window is longer than half of the validity, so that the key is renewed more often than needed. */
  readonly isWindowWide: boolean;
  /** Length of the renewal window in use, in milliseconds. */
  readonly windowMs: number;
  /** Milliseconds until the key expires. Negative after that, NaN if `expirationDate` can't be read. */
  readonly leftMs: number;
}

/**
 * Determines whether a key is due at `now`: from `expirationDate − window` on. The window is `renewBeforeDays`. If that
 * isn't shorter than the validity, a third of the validity is used: otherwise a key with a short validity would be due as
 * soon as it's issued, and every run would request another one.
 */
export const assess = ({ submitTimeUtc, expirationDate, renewBeforeDays }: KeyLife, now: Date): Assessment => {
  const end = parseDate(expirationDate);
  if (end === undefined) {
    return { state: "unreadable", isWindowCut: false, isWindowWide: false, windowMs: 0, leftMs: Number.NaN };
  }

  const issued = submitTimeUtc === undefined ? undefined : parseDate(submitTimeUtc);
  const validityMs = issued === undefined ? Number.POSITIVE_INFINITY : Math.max(0, end.getTime() - issued.getTime());
  const requestedMs = renewBeforeDays * DAY_MS;
  const isWindowCut = requestedMs > 0 && requestedMs >= validityMs;
  const isWindowWide = !isWindowCut && requestedMs > validityMs / 2;
  const windowMs = isWindowCut ? validityMs / 3 : requestedMs;

  const leftMs = end.getTime() - now.getTime();
  const state = leftMs <= 0 ? "expired" : leftMs <= windowMs ? "in-window" : "valid";
  return { state, isWindowCut, isWindowWide, windowMs, leftMs };
};

export const isDue = ({ state }: Assessment): boolean => state === "expired" || state === "in-window";
