import { parseDate } from "../../dates.js";

/**
 * Reads the end that a program gives for a key to adopt: a date as the service writes it, or a plain day such as
 * 2027-01-31, which counts from its beginning in UTC so that the key is renewed a little early and never too late.
 */
export const readAdoptedDate = (text: string): Date | undefined => parseDate(text) ?? parseDate(`${text}T00:00:00Z`);
