import { type Agenda } from "./agenda.js";
import { type SubscriptionSwitches } from "./options.js";
import { isHealthy } from "./ping.js";
import { pingedUrl, scheduled, withDueDate } from "./schedule.js";
import { type SubscriptionStore } from "./store.js";
import { type Subscription, type SubscriptionStatus } from "./subscription.js";

export type Verdict = "approve" | "reject";

export interface LifecycleSources {
  readonly store: SubscriptionStore;
  readonly switches: () => SubscriptionSwitches;
  readonly now: () => Date;
  readonly agenda: Agenda;
  readonly signal: AbortSignal;
  /** Called when a subscription has become ACTIVE. */
  readonly onActive: (webhookId: string) => void;
}

/** Takes subscriptions through reviews and health checks. */
export interface Lifecycle {
  /** Stores a subscription and follows its schedule. */
  readonly put: (subscription: Subscription) => void;
  readonly review: (subscription: Subscription, verdict: Verdict) => void;
  /** Stops deliveries until a health check succeeds. */
  readonly suspend: (subscription: Subscription) => void;
}

const statusAfterCheck = (
  { status, isPutInactive = false, deactivateflag = false, retryPolicy }: Subscription,
  isWell: boolean,
  { healthCheckActivates, topLevelDeactivateflag }: SubscriptionSwitches,
): SubscriptionStatus => {
  if (!isWell) return status === "ACTIVE" && retryPolicy.deactivateFlag ? "SUSPENDED" : status;
  const staysOff = status === "INACTIVE" && isPutInactive && healthCheckActivates === "unless-put-inactive";
  if (status === "INACTIVE" && topLevelDeactivateflag === "needed" && !deactivateflag) return "INACTIVE";
  return staysOff ? "INACTIVE" : "ACTIVE";
};

/** Also follows the subscriptions that the store already holds. */
export const createLifecycle = ({ store, switches, now, agenda, signal, onActive }: LifecycleSources): Lifecycle => {
  const put = (subscription: Subscription): void => {
    const before = store.get(subscription.webhookId);
    store.put(subscription);
    // Compares Date objects, not instants: a schedule that was set again is another object, even for the same instant.
    if (subscription.dueOn !== before?.dueOn) follow(subscription);
    if (subscription.goneOn !== before?.goneOn) removeLater(subscription);
    if (subscription.status === "ACTIVE" && before?.status !== "ACTIVE") onActive(subscription.webhookId);
  };

  const review = (subscription: Subscription, verdict: Verdict): void =>
    put(scheduled({ ...subscription, status: verdict === "approve" ? "INACTIVE" : "BLOCKED" }, now(), switches()));

  const check = async (subscription: Subscription): Promise<void> => {
    const { webhookId, dueOn, status } = subscription;
    const url = pingedUrl(subscription, switches());
    if (url === undefined) return;
    // Routine pings are POST requests; before the platform activates a subscription, the URL must answer GET too.
    const isWell = await isHealthy(url, status === "ACTIVE" ? ["POST"] : ["GET", "POST"], signal);
    const current = store.get(webhookId);
    if (current?.dueOn !== dueOn || current === undefined) return;
    const { healthCheckEveryMs, healthCheckRetryMs } = switches();
    const next = { ...current, status: statusAfterCheck(current, isWell, switches()) };
    put(withDueDate(next, isWell ? healthCheckEveryMs : healthCheckRetryMs, now()));
  };

  const step = async (subscription: Subscription): Promise<void> => {
    if (subscription.status !== "PENDING_REVIEW") return check(subscription);
    review(subscription, switches().review === "reject" ? "reject" : "approve");
  };

  /** Does something at an instant, unless the local platform closes before. */
  const doAt = (instant: Date, act: () => Promise<void> | void): void => {
    const done = agenda.run(async () => {
      await agenda.until(instant);
      await act();
    });
    done.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };

  const follow = ({ webhookId, dueOn }: Subscription): void => {
    if (dueOn === undefined) return;
    doAt(dueOn, async () => {
      const current = store.get(webhookId);
      if (current?.dueOn === dueOn) await step(current);
    });
  };

  const removeLater = ({ webhookId, goneOn }: Subscription): void => {
    if (goneOn !== undefined) doAt(goneOn, () => store.remove(webhookId));
  };

  for (const subscription of store.all()) {
    follow(subscription);
    removeLater(subscription);
  }

  return {
    put,
    review,
    suspend: (subscription) => {
      const hasPings = pingedUrl(subscription, switches()) !== undefined;
      const next: Subscription = { ...subscription, status: "SUSPENDED" };
      put(withDueDate(next, hasPings ? switches().healthCheckRetryMs : undefined, now()));
    },
  };
};
