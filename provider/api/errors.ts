/** Codes of {@link KmsError}. They are stable, so scripts may rely on them. Meanings and advice: docs/errors.md. */
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
 * A request for a key failed.
 *
 * The error has no body, no header and no error of the HTTP library, not even as `cause`: they contain credentials.
 * Pulumi shows only the message, so the message begins with the code.
 */
export class KmsError extends Error {
  override readonly name = "KmsError";
  readonly code: KmsErrorCode;
  /** HTTP status of the answer, if there was one. */
  readonly status: number | undefined;
  /** `v-c-correlation-id` of the request: the vendor's support can look it up. */
  readonly correlationId: string;

  constructor(code: KmsErrorCode, message: string, details: { status?: number | undefined; correlationId: string }) {
    super(`${code}: ${message}`);
    this.code = code;
    this.status = details.status;
    this.correlationId = details.correlationId;
  }
}
