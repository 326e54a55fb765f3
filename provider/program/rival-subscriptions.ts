import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_CONNECTION } from "../connection/settings.js";
import { perRun } from "./per-run.js";

interface SubscribedArgs {
  readonly organizationId?: pulumi.Input<string>;
  readonly connection?: pulumi.Input<string>;
  readonly products?: unknown;
}

/** Names of the subscriptions of a run by connection, organization, product and event. */
const subscribedInThisRun = perRun(() => new Map<string, string>());

interface GivenProduct {
  readonly productId?: unknown;
  readonly eventTypes?: unknown;
}

/** Programs in JavaScript can pass anything, which check reports later. */
const isList = (value: unknown): value is readonly (GivenProduct | null | undefined)[] => Array.isArray(value);

/**
 * Refuses a second subscription for a product and event of an organization, which the service takes once. Values that are
 * known only later are left to the service.
 *
 * @throws RunError with ERR_RIVAL_SUBSCRIPTIONS
 */
export const refuseRivalSubscription = (name: string, args: SubscribedArgs): void => {
  const known = subscribedInThisRun();
  const { organizationId, connection = DEFAULT_CONNECTION, products } = args;
  if (known === undefined || typeof organizationId !== "string" || typeof connection !== "string" || !isList(products))
    return;
  for (const product of products) {
    const { productId, eventTypes } = product ?? {};
    const events: readonly unknown[] = Array.isArray(eventTypes) ? eventTypes : [];
    for (const eventType of events) {
      if (typeof productId !== "string" || typeof eventType !== "string") continue;
      const place = JSON.stringify([connection, organizationId, productId, eventType]);
      const rival = known.get(place);
      if (rival !== undefined && rival !== name) {
        throw new pulumi.RunError(
          `ERR_RIVAL_SUBSCRIPTIONS: the subscriptions "${rival}" and "${name}" both ask for ${eventType} of ` +
            `${productId} for the same organization. The service takes each event once. Remove it from one of them. ` +
            "To move an event from one to the other, remove it in one run and add it in the next.",
        );
      }
      known.set(place, name);
    }
  }
};
