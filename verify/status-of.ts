const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/**
 * The HTTP status to answer with when a notification couldn't be accepted or handled. docs/verify.md lists each case.
 *
 * @param error what `readRawBody`, `verifyNotification` or your handling of the event threw
 * @returns 200 if the notification was accepted before, 503 if a retry may be accepted, 401 if it isn't genuine
 */
export const statusOf = (error: unknown): 200 | 401 | 503 => {
  // Uses the name, not instanceof: a program may load two copies of the class.
  if (propertyOf(error, "name") !== "NotificationError") return 503;
  if (propertyOf(error, "code") === "ERR_NOTIFICATION_REPLAYED") return 200;
  return propertyOf(error, "retryable") === true ? 503 : 401;
};
