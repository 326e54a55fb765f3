/**
 * Codes of {@link KmsError}. They are stable: scripts may rely on them. What each means and what to do: docs/errors.md.
 */
export type KmsErrorCode =
  | "ERR_KMS_BAD_REQUEST"
  | "ERR_KMS_UNAUTHORIZED"
  | "ERR_KMS_FORBIDDEN"
  | "ERR_KMS_NOT_FOUND"
  | "ERR_KMS_NOT_ACCEPTABLE"
  | "ERR_KMS_REFUSED"
  | "ERR_KMS_REDIRECTED"
  | "ERR_KMS_RATE_LIMITED"
  | "ERR_KMS_UNAVAILABLE"
  | "ERR_KMS_UNREACHABLE"
  | "ERR_KMS_OUTCOME_UNKNOWN"
  | "ERR_KMS_BAD_ANSWER"
  | "ERR_KMS_KEY_FAILED";

/**
 * A request to the key management service that did not yield a key.
 *
 * Its fields are an allow-list: no body, no header and no error of the HTTP library, not even as `cause`, because those
 * hold credentials. The message carries the code, for it alone reaches the user through Pulumi.
 */
export class KmsError extends Error {
  override readonly name = "KmsError";
  readonly code: KmsErrorCode;
  /** HTTP status, when an answer came. */
  readonly status: number | undefined;
  /** `v-c-correlation-id` of the request, to name towards the vendor's support. */
  readonly correlationId: string;

  constructor(code: KmsErrorCode, message: string, details: { status?: number | undefined; correlationId: string }) {
    super(`${code}: ${message}`);
    this.code = code;
    this.status = details.status;
    this.correlationId = details.correlationId;
  }
}
