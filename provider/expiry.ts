const DAY_MS = 86_400_000;

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
 * The forms in which the service writes a date (spec.md 1.4): RFC 3339, its offset with or without a colon; and a year of
 * six digits with a sign, as JavaScript writes one beyond 9999.
 */
const DATE_FORM =
  /^(((?:\d{4}|[+-]\d{6})-\d\d-(\d\d))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{1,9})?(?:Z|([+-](?:[01]\d|2[0-3])):?([0-5]\d))$/;

/** The longest day number that every month has. */
const EVERY_MONTH_DAYS = 28;

/** A day that does not exist, such as 30 February, would silently become another one. */
const isRealDay = (date: string, day: number): boolean =>
  day <= EVERY_MONTH_DAYS || new Date(date).getUTCDate() === day;

/** The first and the last instant whose year has four digits in UTC, which every reader of dates takes. */
const [FIRST_MS, LAST_MS] = [Date.parse("0000-01-01T00:00:00.000Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/**
 * Reads a date in any form of the service, or returns undefined. One that leaves the years of four digits, such as the end
 * of 9999 west of Greenwich, becomes the last or the first that does not: what is written can be read again.
 */
export const parseDate = (text: string): Date | undefined => {
  const match = DATE_FORM.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  const [, local = "", day = "", dayOfMonth = "", fraction = "", hours, minutes = ""] = match;
  const date = new Date(local + fraction + (hours === undefined ? "Z" : `${hours}:${minutes}`));
  if (Number.isNaN(date.getTime()) || !isRealDay(day, Number(dayOfMonth))) return undefined;
  return new Date(Math.min(Math.max(date.getTime(), FIRST_MS), LAST_MS));
};

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
