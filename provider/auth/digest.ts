import { createHash } from "node:crypto";
import { type SignedRequest } from "./authenticator.js";

/** The base64 SHA-256 of the body, for the methods that have one. */
export const digestBody = ({ method, body = "" }: SignedRequest): string | undefined =>
  method === "POST" ? createHash("sha256").update(body, "utf8").digest("base64") : undefined;
