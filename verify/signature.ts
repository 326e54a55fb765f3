import { createHmac, timingSafeEqual } from "node:crypto";
import { type VerificationKey } from "./keys.js";

/**
 * HMAC-SHA256 in base64, over the header field `t`, a period and the signed part of the body.
 *
 * @see docs/verify.md
 */
export const signatureOf = ({ key }: VerificationKey, timestampText: string, signed: string | Uint8Array): string =>
  // Node.js decodes the base64 key here, in half the time that `Buffer.from(key, "base64")` takes.
  createHmac("sha256", key, { encoding: "base64" }).update(`${timestampText}.`).update(signed).digest("base64");

/** Compares in constant time, so that the time taken doesn't reveal where two signatures differ. */
export const isSameSignature = (expected: string, given: string): boolean =>
  expected.length === given.length && timingSafeEqual(Buffer.from(expected, "latin1"), Buffer.from(given, "latin1"));
