import { X509Certificate } from "node:crypto";
import { DAY_MS } from "../validity.js";

const MIN_MODULUS_BITS = 2048;

const certificateOf = (pub: string): X509Certificate | undefined => {
  const der = Buffer.from(pub, "base64");
  if (der.toString("base64") !== pub) return undefined;
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
};

const isStrong = ({ publicKey }: X509Certificate): boolean =>
  publicKey.asymmetricKeyType === "rsa" && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_MODULUS_BITS;

/**
 * The end of a certificate that the platform takes: X.509, base64 of its DER on one line, RSA of at least 2048 bits, valid
 * now, and not for longer than `maxDays`. Undefined if it doesn't take it.
 */
export const endOfAccepted = (pub: string, now: Date, maxDays: number): Date | undefined => {
  const certificate = certificateOf(pub);
  if (certificate === undefined || !isStrong(certificate)) return undefined;
  // Not validFromDate and validToDate: of a date that can't be read, Node.js makes any date.
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  const isShort = to.getTime() - from.getTime() <= maxDays * DAY_MS;
  return isShort && to > now && from <= now ? to : undefined;
};
