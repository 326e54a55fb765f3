import { NotificationError } from "./notification-error.js";

/** What the header `v-c-signature` says. */
export interface SignatureHeader {
  /** `t` as it was signed. */
  readonly timestampText: string;
  readonly timestamp: Date;
  readonly keyId: string;
  /** 32 bytes. */
  readonly signature: Buffer;
}

/** As frameworks hand a header over: node:http gives a text, a list or nothing, `Headers.get` a text or null. */
export type HeaderValue = string | readonly string[] | null | undefined;

const FIELDS = ["t", "keyId", "sig"] as const;
type Field = (typeof FIELDS)[number];

/** The longest genuine one has some 120 characters. */
const MAX_HEADER_LENGTH = 1024;
/** Milliseconds since 1970, until the year 2286. */
const TIMESTAMP = /^\d{13}$/;
/** SHA-256 in base64, with or without its padding. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=?$/;
/** The vendor's printed sample ends in a stray quote. */
const STRAY = /^["\s]+|["\s]+$/g;

const malformed = (what: string): NotificationError =>
  new NotificationError(
    "ERR_NOTIFICATION_HEADER_MALFORMED",
    `v-c-signature must be t=<milliseconds>;keyId=<key id>;sig=<base64>, but ${what}.`,
  );

const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name);

/**
 * Reads the header `v-c-signature`: fields between semicolons, in any order, each split at its first `=`, because base64
 * ends in that character. Fields of other names are left aside.
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

  const found = new Map<Field, string>();
  for (const part of text.split(";")) {
    const separator = part.indexOf("=");
    const name = part.slice(0, Math.max(separator, 0)).replace(STRAY, "");
    if (!isField(name)) continue;
    if (found.has(name)) throw malformed(`${name} came more than once`);
    found.set(name, part.slice(separator + 1).replace(STRAY, ""));
  }
  const [timestampText, keyId, signature] = FIELDS.map((name) => found.get(name));
  if (timestampText === undefined || !TIMESTAMP.test(timestampText)) throw malformed("t is not a time in milliseconds");
  if (keyId === undefined || keyId === "") throw malformed("keyId is missing");
  if (signature === undefined || !SIGNATURE.test(signature)) throw malformed("sig is not a SHA-256 in base64");
  return {
    timestampText,
    timestamp: new Date(Number(timestampText)),
    keyId,
    signature: Buffer.from(signature, "base64"),
  };
};
