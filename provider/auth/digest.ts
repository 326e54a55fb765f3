import { createHash } from "node:crypto";
import { type SignedRequest } from "./authenticator.js";

const METHODS_WITH_BODY: readonly SignedRequest["method"][] = ["POST", "PATCH", "PUT"];

/** SHA-256 of the body, in base64. Undefined for methods without a body. */
export const digestBody = ({ method, body = "" }: SignedRequest): string | undefined =>
  METHODS_WITH_BODY.includes(method) ? createHash("sha256").update(body, "utf8").digest("base64") : undefined;
