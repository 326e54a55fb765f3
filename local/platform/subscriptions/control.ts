import { z } from "zod";
import { type EmittedEvent, type NotificationReport } from "./emit.js";
import { type Verdict } from "./lifecycle.js";
import { type SubscriptionSwitchesInput } from "./options.js";
import { type Subscription, subscriptionSchema } from "./subscription.js";

const editSchema = subscriptionSchema.omit({ webhookId: true, organizationId: true }).partial();

/** The members of a subscription that can be changed by hand. */
export type SubscriptionEdit = z.input<typeof editSchema>;

/** There is no subscription with this ID. */
export class UnknownSubscriptionError extends Error {
  override readonly name = "UnknownSubscriptionError";

  constructor(webhookId: string) {
    super(`There is no subscription ${webhookId}`);
  }
}

/** Reads and changes the subscriptions of a running local platform. */
export interface SubscriptionControl {
  /** The subscriptions of one organization or of all, oldest first, as the local platform holds them. */
  subscriptions(organizationId?: string): readonly Subscription[];
  /** Changes how subscriptions are treated from now on. */
  configureSubscriptions(changes: SubscriptionSwitchesInput): void;
  /** Changes a subscription without a request of the client. Checks nothing and starts no review. */
  editSubscription(webhookId: string, changes: SubscriptionEdit): void;
  /** Deletes a subscription without a request of the client. */
  removeSubscription(webhookId: string): void;
  /** Ends the review of a subscription. It becomes INACTIVE if it's approved, otherwise BLOCKED until a URL changes. */
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

/** Accepts any names and values: they are checked later, together with the switches that don't change. */
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
