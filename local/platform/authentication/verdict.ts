import { createHash, timingSafeEqual } from "node:crypto";

/** Why the credentials of a request were rejected. It is in the journal only: the answer doesn't say it. */
export type RefusalReason =
  | "no-credentials"
  | "malformed"
  | "algorithm"
  | "unknown-key"
  | "signed-headers"
  | "host"
  | "date"
  | "digest"
  | "digest-algorithm"
  | "merchant"
  | "issuer"
  | "signature"
  | "lifetime"
  | "expired"
  | "not-yet-valid"
  | "path"
  | "method"
  | "version"
  | "replayed";

/** Why a request is rejected, or undefined if it is accepted. */
export type Verdict = RefusalReason | undefined;

const METHODS_WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

/** Whether requests with this method must sign their body. */
export const hasDigest = (method: string): boolean => METHODS_WITH_BODY.has(method);

/** The SHA-256 digest of the received bytes, in base64. */
export const digestOf = (body: Buffer): string => createHash("sha256").update(body).digest("base64");

/** Compares two texts in constant time, so that the time doesn't reveal where they differ. */
export const isSameText = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};
