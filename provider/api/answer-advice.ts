import { type IncomingHttpHeaders } from "node:http";
import { clockSkewOf } from "./clock-skew.js";

/** What of a refusal the advice depends on. */
interface Refused {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** A clock that is wrong makes signatures invalid, which the service answers with 401. */
const clockAdvice = ({ status, headers }: Refused, now: Date): string => {
  const skew = status === 401 ? clockSkewOf(headers.date, now) : undefined;
  return skew?.isWorthTelling === true ? ` The clock of this machine is ${skew.text}.` : "";
};

/** Repeats `Retry-After` if it's a number of seconds. */
const waitAdvice = ({ headers }: Refused): string => {
  const seconds = headers["retry-after"] ?? "";
  return /^\d{1,6}$/.test(seconds) ? ` The service asks to wait ${seconds} s.` : "";
};

/** What the headers of a refusal add to the advice of any request: sentences with a space before each, or nothing. */
export const adviceOfHeaders = (refused: Refused, now: Date): string => clockAdvice(refused, now) + waitAdvice(refused);
