import { type Subscription } from "./subscription.js";

/** The subscriptions that the local platform holds, oldest first. */
export interface SubscriptionStore {
  all(): readonly Subscription[];
  get(webhookId: string): Subscription | undefined;
  /** Adds a subscription, or replaces the one with its id in its place. */
  put(subscription: Subscription): void;
  remove(webhookId: string): void;
}

/** A store that has each new state saved before it takes it over. */
export const createSubscriptionStore = (
  initial: readonly Subscription[],
  save: (subscriptions: readonly Subscription[]) => void,
): SubscriptionStore => {
  let held: ReadonlyMap<string, Subscription> = new Map(initial.map((each) => [each.webhookId, each]));
  const replace = (next: ReadonlyMap<string, Subscription>): void => {
    save([...next.values()]);
    held = next;
  };
  return {
    all: () => [...held.values()],
    get: (webhookId) => held.get(webhookId),
    put: (subscription) => replace(new Map(held).set(subscription.webhookId, subscription)),
    remove: (webhookId) => replace(new Map([...held].filter(([id]) => id !== webhookId))),
  };
};
