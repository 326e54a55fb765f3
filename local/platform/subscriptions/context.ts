import { type SubscriptionSwitches } from "./options.js";
import { type Plan } from "./plan.js";
import { type ProductsOf } from "./products.js";
import { type SubscriptionStore } from "./store.js";
import { type Subscription } from "./subscription.js";
import { type AnsweredBy } from "./write-subscription.js";

/** What the handlers of requests work with. */
export interface SubscriptionContext {
  readonly store: SubscriptionStore;
  readonly switches: () => SubscriptionSwitches;
  readonly now: () => Date;
  readonly productsOf: ProductsOf;
  readonly hasSigningKey: (organizationId: string) => boolean;
  readonly hasEncryptionKey: (organizationId: string) => boolean;
  /** Stores a subscription and sees to its review and its health checks. */
  readonly put: (subscription: Subscription) => void;
  /** Delivers the sample notification of the test call. */
  readonly sendTest: (subscription: Subscription, test: TestNotification) => void;
  readonly write: (subscription: Subscription, answeredBy: AnsweredBy) => unknown;
}

/** The sample that the test call delivers, and answers with. */
export interface TestNotification {
  readonly eventType: string;
  readonly productId: string;
  readonly eventDate: Date;
  readonly transactionTraceId: string;
  readonly payloads: unknown;
}

/** A request for subscriptions, taken apart. */
export interface SubscriptionRequest {
  /** Empty where the path names none. */
  readonly webhookId: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export type SubscriptionHandler = (context: SubscriptionContext, request: SubscriptionRequest) => Plan;
