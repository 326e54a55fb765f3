import { parseDate } from "../../dates.js";

/**
 * Reads adopt.expirationDate: a date in a form of the service, or a day such as 2027-01-31. A day means its beginning in
 * UTC, so that the key is renewed early rather than late.
 */
export const readAdoptedDate = (text: string): Date | undefined => parseDate(text) ?? parseDate(`${text}T00:00:00Z`);
