import { createHash } from "node:crypto";
import { type SignedRequest } from "./authenticator.js";

/** SHA-256 of the body, in base64. Undefined for GET, which has no body. */
export const digestBody = ({ method, body = "" }: SignedRequest): string | undefined =>
  method === "POST" ? createHash("sha256").update(body, "utf8").digest("base64") : undefined;
