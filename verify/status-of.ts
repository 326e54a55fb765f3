const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/** Names of the errors for a notification that can't be accepted: of this entry point, and of `/decrypt`. */
const REJECTIONS: readonly unknown[] = ["NotificationError", "DecryptionError"];

/**
 * The HTTP status to answer with when a notification couldn't be accepted or handled. docs/verify.md lists each case.
 *
 * @param error what `readRawBody`, `verifyNotification`, `decryptNotification` or your handling of the event threw
 * @returns 200 if the notification was accepted before, 503 if a retry may be accepted, 401 if no retry can be accepted
 */
export const statusOf = (error: unknown): 200 | 401 | 503 => {
  // Uses the name, not instanceof: a program may load two copies of the class.
  if (!REJECTIONS.includes(propertyOf(error, "name"))) return 503;
  if (propertyOf(error, "code") === "ERR_NOTIFICATION_REPLAYED") return 200;
  return propertyOf(error, "retryable") === true ? 503 : 401;
};
