import { createHmac } from "node:crypto";
import { type ReceivedRequest, headerOf } from "../received-request.js";
import { type CredentialTable } from "./credentials.js";
import { type Verdict, digestOf, hasDigest, isSameText } from "./verdict.js";

const SIGNATURE_HEADER = /^keyid="([^"]+)", ?algorithm="([^"]+)", ?headers="([^"]+)", ?signature="([^"]+)"$/;

const isFresh = (date: string, now: Date, skewMs: number): boolean => {
  const sentAt = new Date(date);
  const isHttpDate = !Number.isNaN(sentAt.getTime()) && sentAt.toUTCString() === date;
  return isHttpDate && Math.abs(now.getTime() - sentAt.getTime()) <= skewMs;
};

export interface HttpSignatureOptions {
  readonly skewMs: number;
  /** Whether `(request-target)`, the older name, is accepted for `request-target`. */
  readonly acceptsParentheses?: boolean | undefined;
}

/** Verifies the vendor's HTTP Signature. The caller has already checked the Host header. */
export const verifyHttpSignature = (
  { method, target, headers, body }: ReceivedRequest,
  credentials: CredentialTable,
  now: Date,
  { skewMs, acceptsParentheses = false }: HttpSignatureOptions,
): Verdict => {
  const valueOf = (name: string): string => headerOf(headers, name) ?? "";
  const [, keyId = "", algorithm, signedHeaders, signature = ""] = SIGNATURE_HEADER.exec(valueOf("signature")) ?? [];
  if (algorithm === undefined) return "malformed";
  if (algorithm !== "HmacSHA256") return "algorithm";
  const credential = credentials.sharedSecrets.get(keyId);
  if (credential === undefined) return "unknown-key";

  const date = valueOf("date");
  if (!isFresh(date, now, skewMs)) return "date";
  const digest = valueOf("digest");
  if (hasDigest(method) && !isSameText(digest, `SHA-256=${digestOf(body)}`)) return "digest";
  if (!credentials.mayActFor(credential.owner, valueOf("v-c-merchant-id"))) return "merchant";

  const isOlder = acceptsParentheses && signedHeaders?.split(" ").includes("(request-target)") === true;
  const lines: [string, string][] = [
    ["host", valueOf("host")],
    ["date", date],
    [isOlder ? "(request-target)" : "request-target", `${method.toLowerCase()} ${target}`],
    ...(hasDigest(method) ? ([["digest", digest]] satisfies [string, string][]) : []),
    // With a meta key, the signed value is the portfolio that owns the key. Only the header names the merchant.
    ["v-c-merchant-id", credential.owner],
  ];
  if (signedHeaders !== lines.map(([name]) => name).join(" ")) return "signed-headers";
  const expected = createHmac("sha256", credential.material)
    .update(lines.map(([name, value]) => `${name}: ${value}`).join("\n"))
    .digest("base64");
  return isSameText(signature, expected) ? undefined : "signature";
};
