const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/**
 * The HTTP status with which a receiver answers a notification that it couldn't accept or handle, as the table of
 * docs/verify.md has it.
 *
 * @param error what `readRawBody`, `verifyNotification` or the handling of the event threw
 * @returns 200 for what was accepted before, 503 where a retry may be accepted, 401 for what isn't genuine
 */
export const statusOf = (error: unknown): 200 | 401 | 503 => {
  // By its name, because a program may load two builds of the class.
  if (propertyOf(error, "name") !== "NotificationError") return 503;
  if (propertyOf(error, "code") === "ERR_NOTIFICATION_REPLAYED") return 200;
  return propertyOf(error, "retryable") === true ? 503 : 401;
};
