import { z } from "zod";
import { type EmittedEvent, type NotificationReport } from "./emit.js";
import { type Verdict } from "./lifecycle.js";
import { type SubscriptionSwitchesInput } from "./options.js";
import { type Subscription, subscriptionSchema } from "./subscription.js";

const editSchema = subscriptionSchema.omit({ webhookId: true, organizationId: true }).partial();

/** The members of a subscription that can be changed by hand. */
export type SubscriptionEdit = z.input<typeof editSchema>;

/** An error thrown when a control is for a subscription that isn't there. */
export class UnknownSubscriptionError extends Error {
  override readonly name = "UnknownSubscriptionError";

  constructor(webhookId: string) {
    super(`There is no subscription ${webhookId}`);
  }
}

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
  /** Ends the review of a subscription: INACTIVE if it is approved, else BLOCKED until a URL changes. */
  review(webhookId: string, verdict: Verdict): void;
  /**
   * Delivers an event to each ACTIVE subscription that asks for it, and resolves when each notification is accepted, has
   * failed or is held. Retries wait for the local platform's clock. Rejects an invalid event with a ZodError.
   */
  emit(event: EmittedEvent): Promise<readonly NotificationReport[]>;
  /** What became of each notification so far, oldest first, test calls too. */
  readonly notifications: readonly NotificationReport[];
  /** Resolves when reviews, health checks and deliveries that are due are done. */
  settled(): Promise<void>;
}

/** Which switches there are, and their values, is checked together with those that stay. */
const switchesBody = z.record(z.string(), z.unknown());
const reviewBody = z.strictObject({ webhookId: z.string(), verdict: z.enum(["approve", "reject"]) });
const editBody = z.strictObject({
  webhookId: z.string(),
  changes: editSchema,
});
const removeBody = z.strictObject({ webhookId: z.string() });

type Endpoint = (control: SubscriptionControl, body: unknown) => unknown;

const OK = { status: "ok" };

/** The control endpoints of subscriptions. */
export const subscriptionEndpoints: readonly (readonly [string, Endpoint])[] = [
  ["GET /-/subscriptions", (control) => ({ subscriptions: control.subscriptions() })],
  ["GET /-/notifications", (control) => ({ notifications: control.notifications })],
  [
    "POST /-/subscriptions/switches",
    (control, body) => {
      control.configureSubscriptions(switchesBody.parse(body));
      return OK;
    },
  ],
  [
    "POST /-/subscriptions/edit",
    (control, body) => {
      const { webhookId, changes } = editBody.parse(body);
      control.editSubscription(webhookId, changes);
      return OK;
    },
  ],
  [
    "POST /-/subscriptions/remove",
    (control, body) => {
      control.removeSubscription(removeBody.parse(body).webhookId);
      return OK;
    },
  ],
  [
    "POST /-/subscriptions/review",
    (control, body) => {
      const { webhookId, verdict } = reviewBody.parse(body);
      control.review(webhookId, verdict);
      return OK;
    },
  ],
  ["POST /-/emit", async (control, body) => ({ notifications: await control.emit(body as EmittedEvent) })],
  [
    "POST /-/settled",
    async (control) => {
      await control.settled();
      return OK;
    },
  ],
];
