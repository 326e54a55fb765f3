export const DAY_MS = 86_400_000;

/**
 * The forms in which the service writes dates (docs/key-service.md): RFC 3339, with or without a colon in the offset. Also years
 * with a sign and six digits, as JavaScript writes those beyond 9999.
 */
const DATE_FORM =
  /^(((?:\d{4}|[+-]\d{6})-\d\d-(\d\d))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{1,9})?(?:Z|([+-](?:[01]\d|2[0-3])):?([0-5]\d))$/;

/** Every month has at least this many days. */
const MIN_MONTH_DAYS = 28;

/** False for a day such as 30 February, which JavaScript would silently convert to 1 or 2 March. */
const isRealDay = (date: string, day: number): boolean => day <= MIN_MONTH_DAYS || new Date(date).getUTCDate() === day;

/** The first and the last instant whose year has four digits in UTC. Not every date parser accepts others. */
const [FIRST_MS, LAST_MS] = [Date.parse("0000-01-01T00:00:00.000Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/**
 * Parses a date in any form of the service. Undefined for any other text. An instant outside the years 0000 to 9999 in UTC,
 * such as 9999-12-31T23:59:59-07:00, becomes the nearest one inside, so that the date can be written and read again.
 */
export const parseDate = (text: string): Date | undefined => {
  const written = text.trim().toUpperCase();
  const match = DATE_FORM.exec(written);
  if (match === null) return undefined;
  const [, local = "", day = "", dayOfMonth = "", fraction = "", hours, minutes = ""] = match;
  const ms = Date.parse(hours === undefined ? written : `${local}${fraction}${hours}:${minutes}`);
  if (Number.isNaN(ms) || !isRealDay(day, Number(dayOfMonth))) return undefined;
  return new Date(Math.min(Math.max(ms, FIRST_MS), LAST_MS));
};
