import { type P12Identity } from "../auth/p12.js";
import { DAY_MS } from "../dates.js";

/** Warn of a certificate that expires in less than this. */
const CERTIFICATE_WARNING_DAYS = 30;

/** Reads the identity in the P12 of a connection. */
export type P12Reader = (
  connection: string,
  p12Base64: string,
  password: string,
  alias: string,
) => Promise<P12Identity>;

/**
 * Creates a reader that reads each P12 once, because that can take seconds, and warns once if its certificate expires soon.
 * Concurrent calls for the same P12 share one reading.
 */
export const createP12Reader = (now: () => Date, notify: (line: string) => void): P12Reader => {
  const identities = new Map<string, Promise<P12Identity>>();

  const readOnce: P12Reader = async (connection, p12Base64, password, alias) => {
    const { readP12 } = await import("../auth/p12.js");
    const identity = readP12({ p12Base64, password, alias });
    if (identity.notAfter.getTime() - now().getTime() < CERTIFICATE_WARNING_DAYS * DAY_MS) {
      notify(
        `connection "${connection}": the certificate of its P12 expires in less than ${CERTIFICATE_WARNING_DAYS} days, or ` +
          "has expired. Create a new P12 in the Business Center, and set p12 and p12Password.",
      );
    }
    return identity;
  };

  return (connection, p12Base64, password, alias) => {
    const name = JSON.stringify([p12Base64, password, alias]);
    const identity = identities.get(name) ?? readOnce(connection, p12Base64, password, alias);
    identities.set(name, identity);
    return identity;
  };
};
