/** Why a notification can't be decrypted. The codes are stable. */
export type DecryptionErrorCode =
  | "ERR_NOTIFICATION_NOT_ENCRYPTED"
  | "ERR_NOTIFICATION_JWE_MALFORMED"
  | "ERR_NOTIFICATION_JWE_UNSUPPORTED"
  | "ERR_NOTIFICATION_PRIVATE_KEY_UNKNOWN"
  | "ERR_NOTIFICATION_UNDECRYPTABLE"
  | "ERR_NOTIFICATION_CONTENT";

/** With these codes, the same notification can be decrypted once the receiver has the right private key. */
const RETRYABLE: readonly DecryptionErrorCode[] = [
  "ERR_NOTIFICATION_PRIVATE_KEY_UNKNOWN",
  "ERR_NOTIFICATION_UNDECRYPTABLE",
];

/**
 * Thrown for a notification that can't be decrypted. Its message quotes nothing of the notification and nothing of a key.
 *
 * To recognize it, use its `name` and `code`, or `statusOf` of `pulumi-cybersource-webhooks/verify`. A program that loads
 * this package both as an ES module and as CommonJS has two copies of this class, and `instanceof` matches only one of them.
 */
export class DecryptionError extends Error {
  override readonly name = "DecryptionError";
  readonly code: DecryptionErrorCode;
  /** Whether a retry may be decrypted: if true, answer 503, so that the platform sends it again. */
  readonly retryable: boolean;

  constructor(code: DecryptionErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
    this.retryable = RETRYABLE.includes(code);
  }
}
