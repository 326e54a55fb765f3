export const DAY_MS = 86_400_000;

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
