import {
  createReplayGuard,
  type HeaderValue,
  type RawBody,
  statusOf,
  type VerificationKeys,
  verifyNotification,
} from "pulumi-cybersource-webhooks/verify";

/** Verifies a notification and handles its event. The number is the status to answer with. */
export type Receive = (header: HeaderValue, body: RawBody | Promise<RawBody>) => Promise<number>;

/**
 * What every mount calls. Make it once, when the process starts.
 *
 * @param keys `keys` of a WebhookVerificationKeys, or a ring of `createKeyRing`
 * @param handle puts the event into a queue or a database; where it throws, the platform retries
 * @param onError is told why a notification wasn't accepted. Nothing of a NotificationError is secret
 */
export const createReceive = (
  keys: VerificationKeys,
  handle: (event: unknown) => Promise<void> | void,
  onError: (error: unknown) => void = () => undefined,
): Receive => {
  const guard = createReplayGuard();
  return async (header, body) => {
    try {
      const notification = await verifyNotification({ header, body: await body, keys, seen: guard.seen });
      try {
        await handle(notification.event);
      } catch (error) {
        // A retry with the same signature is to be accepted.
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
