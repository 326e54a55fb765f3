import { type IncomingHttpHeaders } from "node:http";
import { type ReceivedRequest, headerOf } from "../received-request.js";
import { type CredentialTable } from "./credentials.js";
import { type HttpSignatureOptions, verifyHttpSignature } from "./http-signature.js";
import { createJwtVerifier, merchantOfToken } from "./jwt.js";
import { type Verdict } from "./verdict.js";

export type Scheme = "jwt" | "http-signature" | "none";

const BEARER = /^Bearer ([^\s]+)$/;

/** The authentication scheme that a request uses. */
export const schemeOf = (headers: IncomingHttpHeaders): Scheme => {
  if (headers.authorization !== undefined) return "jwt";
  return headers["signature"] === undefined ? "none" : "http-signature";
};

export interface Verifier {
  verify(request: ReceivedRequest, now: Date): Verdict;
  /** The merchant that an accepted request acts as. */
  merchantOf(request: ReceivedRequest): string;
}

const tokenOf = ({ headers }: ReceivedRequest): string | undefined => BEARER.exec(headers.authorization ?? "")?.[1];

/** Creates a verifier for both of the vendor's schemes. It rejects requests to a host that isn't served. */
export const createVerifier = (
  credentials: CredentialTable,
  isServed: (host: string) => boolean,
  options: HttpSignatureOptions,
): Verifier => {
  const verifyJwt = createJwtVerifier(credentials, options.skewMs);
  return {
    verify(request, now) {
      const { headers } = request;
      const scheme = schemeOf(headers);
      if (scheme === "none") return "no-credentials";
      if (!isServed(headers.host ?? "")) return "host";
      if (scheme === "http-signature") return verifyHttpSignature(request, credentials, now, options);
      const token = tokenOf(request);
      return token === undefined ? "malformed" : verifyJwt(token, request, now);
    },
    merchantOf(request) {
      const token = tokenOf(request);
      return (token === undefined ? headerOf(request.headers, "v-c-merchant-id") : merchantOfToken(token)) ?? "";
    },
  };
};
