import { assess } from "../key/expiry.js";
import { DUE_BEFORE_DAYS } from "./table.js";

const ADVICE =
  "No run renews it by itself: issue a new certificate, deliver its private key to receivers, and pass the certificate.";

/** What is wrong with an encryption key, or undefined. Contains no date. */
export const encryptionKeyWarningOf = (
  { expirationDate, submitTimeUtc }: { readonly expirationDate: unknown; readonly submitTimeUtc: unknown },
  now: Date,
): string | undefined => {
  if (typeof expirationDate !== "string") return undefined;
  const issued = typeof submitTimeUtc === "string" ? submitTimeUtc : undefined;
  const { state } = assess({ submitTimeUtc: issued, expirationDate, renewBeforeDays: DUE_BEFORE_DAYS }, now);
  if (state === "valid") return undefined;
  const what = {
    expired: "has expired",
    "in-window": `expires within ${DUE_BEFORE_DAYS} days`,
    unreadable: "has an expirationDate that can't be read",
  }[state];
  return `This encryption key ${what}. ${ADVICE}`;
};
