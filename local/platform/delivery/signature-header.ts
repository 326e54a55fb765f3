import { createHmac } from "node:crypto";

/** The header `v-c-signature`: HMAC-SHA256 of the timestamp, a period and the signed text. */
export const signatureHeaderOf = (
  { keyId, key }: { readonly keyId: string; readonly key: string },
  timestampMs: number,
  signed: string,
): string => {
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(`${timestampMs}.${signed}`);
  return `t=${timestampMs};keyId=${keyId};sig=${signature.digest("base64")}`;
};
