/** Why a notification was refused. Codes are stable. */
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

/** Codes where the same notification may be accepted later. */
const RETRYABLE: readonly NotificationErrorCode[] = [
  "ERR_NOTIFICATION_KEY_UNKNOWN",
  "ERR_NOTIFICATION_KEYS_UNREADABLE",
];

/**
 * Thrown for a notification that is not accepted. It repeats nothing of what came: no header, no body, no key. Tell it by
 * its `name` and `code`, or use `statusOf`: a program that loads this package as ES module and as CommonJS has two of
 * this class, and `instanceof` knows one of them.
 */
export class NotificationError extends Error {
  override readonly name = "NotificationError";
  readonly code: NotificationErrorCode;
  /**
   * True where the same notification may be accepted later: the platform signs with a new key before every receiver has
   * it, and a vault may be slow. Answer 503 then, so that the platform retries; 401 otherwise.
   */
  readonly retryable: boolean;

  constructor(code: NotificationErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
    this.retryable = RETRYABLE.includes(code);
  }
}

/** For a body that can't be read as it must be. */
export const bodyError = (message: string): NotificationError =>
  new NotificationError("ERR_NOTIFICATION_BODY", message);
