import { createHash, timingSafeEqual } from "node:crypto";

/** Why the credentials of a request were refused; the caller is never told, the journal is. */
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

/** The reason of the refusal, or undefined for a request that may pass. */
export type Verdict = RefusalReason | undefined;

const METHODS_WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

/** Whether requests of this method have their body signed. */
export const hasDigest = (method: string): boolean => METHODS_WITH_BODY.has(method);

/** Base64 of the SHA-256 of the body, over its bytes as received. */
export const digestOf = (body: Buffer): string => createHash("sha256").update(body).digest("base64");

/** Compares two texts in a time that does not depend on where they differ. */
export const isSameText = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};
