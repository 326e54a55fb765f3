import { createHmac } from "node:crypto";

/** HMAC-SHA256 over `t`, a full stop and what is signed. @see spec.md 4 */
export const signatureOf = (key: Uint8Array, timestampText: string, signed: string | Uint8Array): Buffer =>
  createHmac("sha256", key).update(`${timestampText}.`).update(signed).digest();
