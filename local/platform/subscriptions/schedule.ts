import { type SubscriptionSwitches } from "./options.js";
import { type Subscription } from "./subscription.js";

const after = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds);

/** The subscription with the time of its next event that needs no request: the end of its review, or a health check. */
export const withDueDate = (subscription: Subscription, delayMs: number | undefined, now: Date): Subscription => {
  const next = { ...subscription };
  if (delayMs === undefined) delete next.dueOn;
  else next.dueOn = after(now, delayMs);
  return next;
};

/** The URL that the platform pings to see whether the receiver is up. Undefined if it pings none. */
export const pingedUrl = (
  { healthCheckUrl, webhookUrl }: Subscription,
  { withoutHealthUrl }: SubscriptionSwitches,
): string | undefined => healthCheckUrl ?? (withoutHealthUrl === "pings-webhook-url" ? webhookUrl : undefined);

/** A subscription whose status has just been set. Starts its review or its health checks. */
export const scheduled = (subscription: Subscription, now: Date, switches: SubscriptionSwitches): Subscription => {
  switch (subscription.status) {
    case "PENDING_REVIEW":
      return withDueDate(subscription, switches.review === "by-hand" ? undefined : switches.reviewAfterMs, now);
    case "BLOCKED":
      return withDueDate(subscription, undefined, now);
    case "INACTIVE":
    case "ACTIVE":
    case "SUSPENDED":
      return withDueDate(
        subscription,
        pingedUrl(subscription, switches) === undefined ? undefined : switches.healthCheckAfterMs,
        now,
      );
  }
};
