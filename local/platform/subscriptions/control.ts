import { type SubscriptionSwitchesInput } from "./options.js";
import { type Subscription } from "./subscription.js";

/** The members of a subscription that can be changed by hand. */
export type SubscriptionEdit = Partial<Omit<Subscription, "webhookId" | "organizationId">>;

/** What can be seen and changed of the subscriptions while the local platform runs. */
export interface SubscriptionControl {
  /** The subscriptions of one organization or of all, oldest first, as the local platform holds them. */
  subscriptions(organizationId?: string): readonly Subscription[];
  /** Changes how subscriptions are treated from now on. */
  configureSubscriptions(changes: SubscriptionSwitchesInput): void;
  /** Changes a subscription as a person does who doesn't use the API: nothing is checked and no review begins. */
  editSubscription(webhookId: string, changes: SubscriptionEdit): void;
  /** Deletes a subscription behind the client's back. */
  removeSubscription(webhookId: string): void;
}
