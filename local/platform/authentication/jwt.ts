import { createHmac, verify } from "node:crypto";
import { z } from "zod";
import { type ReceivedRequest } from "../received-request.js";
import { type CredentialTable } from "./credentials.js";
import { type Verdict, digestOf, hasDigest, isSameText } from "./verdict.js";
import { readJson } from "../../json-text.js";

const MAX_LIFETIME_SECONDS = 120;

const headerSchema = z.object({ typ: z.literal("JWT"), alg: z.string(), kid: z.string() });
const claimsSchema = z.object({
  digest: z.string().optional(),
  "digest-algorithm": z.string().optional(),
  digestAlgorithm: z.string().optional(),
  iat: z.int(),
  exp: z.int(),
  "request-host": z.string(),
  "request-resource-path": z.string(),
  "request-method": z.string(),
  iss: z.string(),
  jti: z.string().min(1),
  "v-c-jwt-version": z.string(),
  "v-c-merchant-id": z.string(),
});
type Claims = z.infer<typeof claimsSchema>;

/** Decodes one part of a token. Returns undefined if it isn't canonical base64url. */
const bytesOf = (part: string): Buffer | undefined => {
  const bytes = Buffer.from(part, "base64url");
  return bytes.toString("base64url") === part ? bytes : undefined;
};

const decodePart = <T>(part: string, schema: z.ZodType<T>): T | undefined =>
  schema.safeParse(readJson(bytesOf(part)?.toString() ?? "")).data;

interface Token {
  signingInput: string;
  signature: string;
  header: z.infer<typeof headerSchema>;
  claims: Claims;
}

const decodeToken = (token: string): Token | undefined => {
  const [headerPart = "", claimsPart = "", signature = "", ...more] = token.split(".");
  const header = decodePart(headerPart, headerSchema);
  const claims = decodePart(claimsPart, claimsSchema);
  if (header === undefined || claims === undefined || more.length > 0) return undefined;
  return { signingInput: `${headerPart}.${claimsPart}`, signature, header, claims };
};

/** The merchant that a token acts as; undefined if it isn't one. */
export const merchantOfToken = (token: string): string | undefined => decodeToken(token)?.claims["v-c-merchant-id"];

/** Checks the signature and returns the owner of the credential. Each algorithm looks only at its own kind of key. */
const ownerOf = ({ header, signingInput, signature }: Token, table: CredentialTable): { owner: string } | Verdict => {
  if (header.alg === "HS256") {
    const credential = table.sharedSecrets.get(header.kid);
    if (credential === undefined) return "unknown-key";
    const expected = createHmac("sha256", credential.material).update(signingInput).digest("base64url");
    return isSameText(signature, expected) ? credential : "signature";
  }
  if (header.alg === "RS256") {
    const credential = table.publicKeys.get(header.kid);
    if (credential === undefined) return "unknown-key";
    const bytes = bytesOf(signature);
    const isValid = bytes !== undefined && verify("RSA-SHA256", Buffer.from(signingInput), credential.material, bytes);
    return isValid ? credential : "signature";
  }
  return "algorithm";
};

const isRightDigestAlgorithm = (claims: Claims): boolean => {
  const spellings = [claims["digest-algorithm"], claims.digestAlgorithm].filter((name) => name !== undefined);
  return spellings.length > 0 && spellings.every((name) => name === "SHA-256");
};

/** Compares the claims of the token with the request that carries it. */
const verdictOnRequest = (claims: Claims, { method, target, headers, body }: ReceivedRequest): Verdict => {
  if (claims["v-c-jwt-version"] !== "2") return "version";
  if (claims["request-host"] !== headers.host) return "host";
  if (claims["request-resource-path"] !== target) return "path";
  if (claims["request-method"] !== method.toLowerCase()) return "method";
  if (!hasDigest(method)) return undefined;
  if (!isRightDigestAlgorithm(claims)) return "digest-algorithm";
  return isSameText(claims.digest ?? "", digestOf(body)) ? undefined : "digest";
};

const verdictOnTime = ({ iat, exp }: Claims, now: Date, skewMs: number): Verdict => {
  if (exp <= iat || exp - iat > MAX_LIFETIME_SECONDS) return "lifetime";
  if (exp * 1000 <= now.getTime()) return "expired";
  return iat * 1000 > now.getTime() + skewMs ? "not-yet-valid" : undefined;
};

/** Verifies the vendor's JWT, version 2. Accepts each token once. */
export const createJwtVerifier = (credentials: CredentialTable, skewMs: number) => {
  const expiryBySeenId = new Map<string, number>();

  const isReplay = ({ jti, exp }: Claims, now: Date): boolean => {
    for (const [id, expiresAt] of expiryBySeenId) if (expiresAt * 1000 <= now.getTime()) expiryBySeenId.delete(id);
    if (expiryBySeenId.has(jti)) return true;
    expiryBySeenId.set(jti, exp);
    return false;
  };

  return (token: string, request: ReceivedRequest, now: Date): Verdict => {
    const decoded = decodeToken(token);
    if (decoded === undefined) return "malformed";
    const signer = ownerOf(decoded, credentials);
    if (typeof signer !== "object") return signer;
    const { claims } = decoded;
    if (claims.iss !== signer.owner) return "issuer";
    if (!credentials.mayActFor(signer.owner, claims["v-c-merchant-id"])) return "merchant";
    const verdict = verdictOnTime(claims, now, skewMs) ?? verdictOnRequest(claims, request);
    // Remembers the ID of valid tokens only. Otherwise a forged token could block the genuine one with the same ID.
    return verdict ?? (isReplay(claims, now) ? "replayed" : undefined);
  };
};
