import { createHmac, timingSafeEqual } from "node:crypto";
import { type VerificationKey } from "./keys.js";

/** A key that decodes to nothing would sign for everybody. */
const BASE64 = /^[A-Za-z0-9+/_-]{2,}={0,2}$/;

/**
 * HMAC-SHA256, in base64, over `t`, a full stop and what is signed.
 *
 * @throws TypeError where the program passes something that is no key
 * @see spec.md 4
 */
export const signatureOf = ({ key }: VerificationKey, timestampText: string, signed: string | Uint8Array): string => {
  if (typeof key !== "string" || !BASE64.test(key))
    throw new TypeError("A key to verify with must be base64: pass `keys` of WebhookVerificationKeys as it is.");
  // A text is decoded natively here, which takes half of the time that a Buffer does.
  return createHmac("sha256", key, { encoding: "base64" }).update(`${timestampText}.`).update(signed).digest("base64");
};

/** Compares two signatures in a time that does not tell where they differ. */
export const isSameSignature = (expected: string, given: string): boolean =>
  expected.length === given.length && timingSafeEqual(Buffer.from(expected, "latin1"), Buffer.from(given, "latin1"));
