/** Why a notification was rejected. The codes are stable. */
export type NotificationErrorCode =
  | "ERR_NOTIFICATION_HEADER_MISSING"
  | "ERR_NOTIFICATION_HEADER_MALFORMED"
  | "ERR_NOTIFICATION_TOO_OLD"
  | "ERR_NOTIFICATION_FROM_FUTURE"
  | "ERR_NOTIFICATION_KEY_UNKNOWN"
  | "ERR_NOTIFICATION_KEYS_UNREADABLE"
  | "ERR_NOTIFICATION_KEY_EXPIRED"
  | "ERR_NOTIFICATION_SIGNATURE_MISMATCH"
  | "ERR_NOTIFICATION_REPLAYED"
  | "ERR_NOTIFICATION_BODY";

/** With these codes, the same notification may be accepted later. */
const RETRYABLE: readonly NotificationErrorCode[] = [
  "ERR_NOTIFICATION_KEY_UNKNOWN",
  "ERR_NOTIFICATION_KEYS_UNREADABLE",
];

/**
 * Thrown for a notification that is rejected. Its message quotes nothing of the request: no header, no body, no key.
 *
 * To recognize it, use its `name` and `code`, or `statusOf`. A program that loads this package both as an ES module and as
 * CommonJS has two copies of this class, and `instanceof` matches only one of them.
 */
export class NotificationError extends Error {
  override readonly name = "NotificationError";
  readonly code: NotificationErrorCode;
  /**
   * Whether the same notification may be accepted later: the platform may sign with a new key before the receiver has it,
   * or a vault may be slow. If true, answer 503, so that the platform retries; otherwise answer 401.
   */
  readonly retryable: boolean;

  constructor(code: NotificationErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
    this.retryable = RETRYABLE.includes(code);
  }
}

/** An error for a body that can't be used. */
export const bodyError = (message: string): NotificationError =>
  new NotificationError("ERR_NOTIFICATION_BODY", message);
