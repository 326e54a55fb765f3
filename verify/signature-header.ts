import { NotificationError } from "./notification-error.js";

/** What the header `v-c-signature` says. */
export interface SignatureHeader {
  /** `t` as it was signed. */
  readonly timestampText: string;
  readonly timestamp: Date;
  readonly keyId: string;
  /** Base64, with its padding. */
  readonly signature: string;
}

/** As frameworks hand a header over: node:http gives a text, a list or nothing, `Headers.get` a text or null. */
export type HeaderValue = string | readonly string[] | null | undefined;

/** The longest genuine one has some 120 characters. */
const MAX_HEADER_LENGTH = 1024;
/** Milliseconds since 1970, until the year 2286. */
const TIMESTAMP = /^\d{13}$/;
/** A SHA-256 in base64, with or without its padding. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=?$/;
/** The vendor's printed sample ends in a stray quote. No field has one, nor a space. */
const STRAY = /["\s]/g;

const malformed = (what: string): NotificationError =>
  new NotificationError(
    "ERR_NOTIFICATION_HEADER_MALFORMED",
    `v-c-signature must be t=<milliseconds>;keyId=<key id>;sig=<base64>, but ${what}.`,
  );

const once = (before: string | undefined, name: string, value: string): string => {
  if (before !== undefined) throw malformed(`${name} came more than once`);
  return value;
};

/**
 * Reads the header `v-c-signature`: fields between semicolons, in any order. Those of other names are left aside.
 *
 * @throws NotificationError ERR_NOTIFICATION_HEADER_MISSING, ERR_NOTIFICATION_HEADER_MALFORMED
 */
export const parseSignatureHeader = (header: HeaderValue): SignatureHeader => {
  const values = typeof header === "string" ? [header] : (header ?? []);
  const [text] = values;
  if (text === undefined || text === "")
    throw new NotificationError(
      "ERR_NOTIFICATION_HEADER_MISSING",
      "the request has no header v-c-signature. Pass the value of that header; a notification has it once a signing key exists.",
    );
  if (values.length > 1) throw malformed("it came more than once");
  if (text.length > MAX_HEADER_LENGTH) throw malformed(`it has more than ${MAX_HEADER_LENGTH} characters`);

  let t: string | undefined;
  let keyId: string | undefined;
  let sig: string | undefined;
  // A name ends at its first `=`: base64 ends in that character too.
  for (const field of text.replace(STRAY, "").split(";")) {
    if (field.startsWith("t=")) t = once(t, "t", field.slice(2));
    else if (field.startsWith("keyId=")) keyId = once(keyId, "keyId", field.slice(6));
    else if (field.startsWith("sig=")) sig = once(sig, "sig", field.slice(4));
  }
  if (t === undefined || !TIMESTAMP.test(t)) throw malformed("t is not a time in milliseconds");
  if (keyId === undefined || keyId === "") throw malformed("keyId is missing");
  if (sig === undefined || !SIGNATURE.test(sig)) throw malformed("sig is not a SHA-256 in base64");
  return { timestampText: t, timestamp: new Date(Number(t)), keyId, signature: sig.padEnd(44, "=") };
};
