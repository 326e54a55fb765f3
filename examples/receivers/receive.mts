import {
  createReplayGuard,
  type HeaderValue,
  type RawBody,
  statusOf,
  type VerificationKeys,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";

/** Verifies a notification and handles its event. Returns the status to answer with. */
export type Receive = (header: HeaderValue, body: RawBody | Promise<RawBody>) => Promise<number>;

/**
 * Creates the function that every receiver calls. Create it once, when the process starts.
 *
 * @param keys `keys` of a WebhookVerificationKeys, or a key ring
 * @param handle puts the event into a queue or a database; if it throws, the platform retries
 * @param onError gets the reason why a notification wasn't accepted: printed by default. A NotificationError contains no secrets
 */
export const createReceive = (
  keys: VerificationKeys,
  handle: (event: unknown) => Promise<void> | void,
  onError: (error: unknown) => void = console.error,
): Receive => {
  const guard = createReplayGuard();
  return async (header, body) => {
    try {
      const notification = await verifyNotification({ header, body: await body, keys, seen: guard.seen });
      try {
        await handle(notification.event);
      } catch (error) {
        // Lets a retry with the same signature be accepted.
        await guard.forget(notification.id);
        throw error;
      }
      return 200;
    } catch (error) {
      onError(error);
      return statusOf(error);
    }
  };
};
