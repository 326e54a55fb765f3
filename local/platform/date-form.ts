const PACIFIC_OFFSET_MS = -7 * 3_600_000;

const toTheSecond = (date: Date): string => date.toISOString().slice(0, "2022-02-18T19:49:52".length);

/** The three date formats that have been seen in the vendor's answers. */
const writers = {
  offset: (date: Date) => `${toTheSecond(date)}+0000`,
  zulu: (date: Date) => `${toTheSecond(date)}Z`,
  "offset-colon-ms": (date: Date) => new Date(date.getTime() + PACIFIC_OFFSET_MS).toISOString().replace("Z", "-07:00"),
};

export type DateForm = keyof typeof writers;
export const DATE_FORMS = Object.keys(writers) as DateForm[];

/** Writes a date as the vendor does. The first two formats drop the milliseconds. */
export const writeDate = (date: Date, form: DateForm): string => writers[form](date);
