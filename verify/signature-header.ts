import { NotificationError } from "./notification-error.js";

/** The fields of the header `v-c-signature`. */
export interface SignatureHeader {
  /** The field `t` as text: part of what is signed. */
  readonly timestampText: string;
  readonly timestamp: Date;
  readonly keyId: string;
  /** Base64, with its padding. */
  readonly signature: string;
}

/** What frameworks return for a header: node:http a string, a list or undefined, `Headers.get` a string or null. */
export type HeaderValue = string | readonly string[] | null | undefined;

/** Genuine headers have up to about 120 characters. */
const MAX_HEADER_LENGTH = 1024;
/** Milliseconds since 1970, until the year 2286. */
const TIMESTAMP = /^\d{13}$/;
/** A SHA-256 hash in base64, with or without padding. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=?$/;
/** The sample in the vendor's documentation ends in a stray quote. No field contains quotes or spaces. */
const STRAY = /["\s]/g;

const malformed = (what: string): NotificationError =>
  new NotificationError(
    "ERR_NOTIFICATION_HEADER_MALFORMED",
    `v-c-signature must be t=<milliseconds>;keyId=<key id>;sig=<base64>, but ${what}.`,
  );

const once = (before: string | undefined, name: string, value: string): string => {
  if (before !== undefined) throw malformed(`${name} appears more than once`);
  return value;
};

/**
 * Parses the header `v-c-signature`: fields separated by semicolons, in any order. Fields with other names are ignored.
 *
 * @throws NotificationError ERR_NOTIFICATION_HEADER_MISSING, ERR_NOTIFICATION_HEADER_MALFORMED
 */
export const parseSignatureHeader = (header: HeaderValue): SignatureHeader => {
  const values = typeof header === "string" ? [header] : (header ?? []);
  const [text] = values;
  if (text === undefined || text === "")
    throw new NotificationError(
      "ERR_NOTIFICATION_HEADER_MISSING",
      "the request has no header v-c-signature. Pass the value of that header. Notifications have it once a signing key exists.",
    );
  if (values.length > 1) throw malformed("the header appears more than once");
  if (text.length > MAX_HEADER_LENGTH) throw malformed(`it has more than ${MAX_HEADER_LENGTH} characters`);

  let t: string | undefined;
  let keyId: string | undefined;
  let sig: string | undefined;
  // Not split at `=`: base64 ends in that character too.
  for (const field of text.replace(STRAY, "").split(";")) {
    if (field.startsWith("t=")) t = once(t, "t", field.slice(2));
    else if (field.startsWith("keyId=")) keyId = once(keyId, "keyId", field.slice(6));
    else if (field.startsWith("sig=")) sig = once(sig, "sig", field.slice(4));
  }
  if (t === undefined || !TIMESTAMP.test(t)) throw malformed("t isn't a time in milliseconds");
  if (keyId === undefined || keyId === "") throw malformed("keyId is missing");
  if (sig === undefined || !SIGNATURE.test(sig)) throw malformed("sig isn't a SHA-256 hash in base64");
  return { timestampText: t, timestamp: new Date(Number(t)), keyId, signature: sig.padEnd(44, "=") };
};
