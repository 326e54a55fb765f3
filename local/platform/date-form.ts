const PACIFIC_OFFSET_MS = -7 * 3_600_000;

const toTheSecond = (date: Date): string => date.toISOString().slice(0, "2022-02-18T19:49:52".length);

/** The three ways in which the vendor has been seen to write one instant. */
const writers = {
  offset: (date: Date) => `${toTheSecond(date)}+0000`,
  zulu: (date: Date) => `${toTheSecond(date)}Z`,
  "offset-colon-ms": (date: Date) => new Date(date.getTime() + PACIFIC_OFFSET_MS).toISOString().replace("Z", "-07:00"),
};

export type DateForm = keyof typeof writers;
export const DATE_FORMS = Object.keys(writers) as DateForm[];

/** Writes an instant as the vendor does; the first two forms cut milliseconds off. */
export const writeDate = (date: Date, form: DateForm): string => writers[form](date);
