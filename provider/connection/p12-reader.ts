import { type P12Identity } from "../auth/p12.js";
import { DAY_MS } from "../dates.js";

/** A certificate that ends sooner is told about. */
const CERTIFICATE_WARNING_DAYS = 30;

/** Reads the identity in a connection's P12. */
export type P12Reader = (
  connection: string,
  p12Base64: string,
  password: string,
  alias: string,
) => Promise<P12Identity>;

/**
 * A reader that reads each P12 once, for it can take seconds, however many ask for it meanwhile; and that tells once of a
 * certificate that is about to end.
 */
export const createP12Reader = (now: () => Date, notify: (line: string) => void): P12Reader => {
  const readings = new Map<string, Promise<P12Identity>>();

  const readOnce: P12Reader = async (connection, p12Base64, password, alias) => {
    const { readP12 } = await import("../auth/p12.js");
    const identity = readP12({ p12Base64, password, alias });
    if (identity.notAfter.getTime() - now().getTime() < CERTIFICATE_WARNING_DAYS * DAY_MS) {
      notify(
        `connection "${connection}": the certificate of its P12 ends in less than ${CERTIFICATE_WARNING_DAYS} days, or ` +
          "has ended; make a new one in the Business Center and set p12 and p12Password",
      );
    }
    return identity;
  };

  return (connection, p12Base64, password, alias) => {
    const name = JSON.stringify([p12Base64, password, alias]);
    const reading = readings.get(name) ?? readOnce(connection, p12Base64, password, alias);
    readings.set(name, reading);
    return reading;
  };
};
