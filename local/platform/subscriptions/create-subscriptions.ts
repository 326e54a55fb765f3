import { type ReceivedRequest } from "../received-request.js";
import { flawsOfHeaders } from "../request-headers.js";
import { type SubscriptionContext } from "./context.js";
import { type SubscriptionControl } from "./control.js";
import { type SubscriptionOptions, subscriptionSwitchesSchema } from "./options.js";
import { type Plan, refused } from "./plan.js";
import { type ProductsOf, productsOf } from "./products.js";
import { type RoutedRequest } from "./routes.js";
import { createSubscriptionStore } from "./store.js";
import { type Subscription } from "./subscription.js";
import { writeSubscription } from "./write-subscription.js";

/** What subscriptions take from the rest of the local platform. */
export interface SubscriptionSources {
  readonly options: SubscriptionOptions | undefined;
  readonly now: () => Date;
  readonly hasSigningKey: (organizationId: string) => boolean;
  readonly held: readonly Subscription[];
  readonly save: (subscriptions: readonly Subscription[]) => void;
}

/** The part of the local platform that is about subscriptions. */
export interface Subscriptions {
  readonly productsOf: ProductsOf;
  /** What a request leads to; `body` is its decoded JSON, undefined if it isn't JSON. */
  plan(route: RoutedRequest, request: ReceivedRequest, body: unknown): Plan;
  readonly control: SubscriptionControl;
}

/** Puts the subscriptions of a local platform together; throws if a switch is set to something unknown. */
export const createSubscriptions = ({
  options = {},
  now,
  hasSigningKey,
  held,
  save,
}: SubscriptionSources): Subscriptions => {
  const { products, rewrite, onSubscriptionRequest, ...input } = options;
  let switches = subscriptionSwitchesSchema.parse(input);
  const store = createSubscriptionStore(held, save);
  const context: SubscriptionContext = {
    store,
    switches: () => switches,
    now,
    productsOf: productsOf(products),
    hasSigningKey,
    put: (subscription) => store.put(subscription),
    sendTest: () => undefined,
    write: (subscription, answeredBy) => writeSubscription(subscription, answeredBy, switches, rewrite),
  };

  return {
    productsOf: context.productsOf,
    plan({ action, webhookId, query, body: bodyRule, handle }, { headers, body: bytes }, body) {
      onSubscriptionRequest?.({ action, webhookId: webhookId === "" ? undefined : webhookId, body });
      const hasBody = bodyRule === "required" || (bodyRule === "optional" && bytes.length > 0);
      const headerFlaws = hasBody ? flawsOfHeaders(headers) : [];
      if (headerFlaws.length > 0) return refused(headerFlaws);
      if (bytes.length > 0 && (!hasBody || body === undefined)) return refused([{ field: "", reason: "INVALID_DATA" }]);
      return handle(context, { webhookId, query, body });
    },
    control: {
      subscriptions: (organizationId) =>
        structuredClone(
          store.all().filter((each) => organizationId === undefined || each.organizationId === organizationId),
        ),
      configureSubscriptions(changes) {
        switches = subscriptionSwitchesSchema.parse({ ...switches, ...changes });
      },
      editSubscription(webhookId, changes) {
        store.put({ ...known(webhookId), ...structuredClone(changes), updatedOn: now() });
      },
      removeSubscription(webhookId) {
        store.remove(known(webhookId).webhookId);
      },
    },
  };

  function known(webhookId: string): Subscription {
    const subscription = store.get(webhookId);
    if (subscription === undefined) throw new Error(`There is no subscription ${webhookId}`);
    return subscription;
  }
};
