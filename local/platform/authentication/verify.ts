import { type IncomingHttpHeaders } from "node:http";
import { type ReceivedRequest } from "../received-request.js";
import { type CredentialTable } from "./credentials.js";
import { verifyHttpSignature } from "./http-signature.js";
import { createJwtVerifier } from "./jwt.js";
import { type Verdict } from "./verdict.js";

export type Scheme = "jwt" | "http-signature" | "none";

const BEARER = /^Bearer ([^\s]+)$/;

/** The authentication scheme that a request uses. */
export const schemeOf = (headers: IncomingHttpHeaders): Scheme => {
  if (headers.authorization !== undefined) return "jwt";
  return headers["signature"] === undefined ? "none" : "http-signature";
};

export type Verifier = (request: ReceivedRequest, now: Date) => Verdict;

/** Creates a verifier for both of the vendor's schemes. It rejects requests to a host that isn't served. */
export const createVerifier = (
  credentials: CredentialTable,
  isServed: (host: string) => boolean,
  skewMs: number,
): Verifier => {
  const verifyJwt = createJwtVerifier(credentials, skewMs);
  return (request, now) => {
    const { headers } = request;
    const scheme = schemeOf(headers);
    if (scheme === "none") return "no-credentials";
    if (!isServed(headers.host ?? "")) return "host";
    if (scheme === "http-signature") return verifyHttpSignature(request, credentials, now, skewMs);
    const token = BEARER.exec(headers.authorization ?? "")?.[1];
    return token === undefined ? "malformed" : verifyJwt(token, request, now);
  };
};
