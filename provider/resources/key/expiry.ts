import { DAY_MS, parseDate } from "../../dates.js";

/** What is known of a key's life. */
export interface KeyLife {
  /** When it was issued, if known: adopted keys do not say. */
  readonly submitTimeUtc?: string | undefined;
  readonly expirationDate: string;
  /** How many days before its end it is due. */
  readonly renewBeforeDays: number;
}

export interface Assessment {
  readonly state: "valid" | "in-window" | "expired" | "unreadable";
  /** True when the window asked for is not smaller than the validity granted, so that a third of that is used. */
  readonly isWindowCut: boolean;
  /** True when the window takes more than half of the validity granted, so that the key is renewed early and often. */
  readonly isWindowWide: boolean;
  /** The window in use: from so many milliseconds before its end on, the key is due. */
  readonly windowMs: number;
  /** Milliseconds until the end; negative after it, NaN when the date cannot be read. */
  readonly leftMs: number;
}

/**
 * Tells whether a key is due: it is from `expirationDate − window` on. The window is `renewBeforeDays`, unless that is
 * not smaller than the validity that was left when the key was issued; then it is a third of that validity, so that a
 * service that grants less than asked, or hands the same key back, is not asked again on every run.
 */
export const assess = ({ submitTimeUtc, expirationDate, renewBeforeDays }: KeyLife, now: Date): Assessment => {
  const end = parseDate(expirationDate);
  if (end === undefined) {
    return { state: "unreadable", isWindowCut: false, isWindowWide: false, windowMs: 0, leftMs: Number.NaN };
  }

  const issued = submitTimeUtc === undefined ? undefined : parseDate(submitTimeUtc);
  const validityMs = issued === undefined ? Number.POSITIVE_INFINITY : Math.max(0, end.getTime() - issued.getTime());
  const askedMs = renewBeforeDays * DAY_MS;
  const isWindowCut = askedMs > 0 && askedMs >= validityMs;
  const isWindowWide = !isWindowCut && askedMs > validityMs / 2;
  const windowMs = isWindowCut ? validityMs / 3 : askedMs;

  const leftMs = end.getTime() - now.getTime();
  const state = leftMs <= 0 ? "expired" : leftMs <= windowMs ? "in-window" : "valid";
  return { state, isWindowCut, isWindowWide, windowMs, leftMs };
};

export const isDue = ({ state }: Assessment): boolean => state === "expired" || state === "in-window";
