import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_CONNECTION } from "../connection/settings.js";
import { perRun } from "./per-run.js";

interface SubscribedArgs {
  readonly organizationId?: pulumi.Input<string>;
  readonly connection?: pulumi.Input<string>;
  readonly products?: pulumi.Input<readonly { readonly productId: string; readonly eventTypes: readonly string[] }[]>;
}

/** Names of the subscriptions of a run by connection, organization, product and event. */
const subscribedInThisRun = perRun(() => new Map<string, string>());

const isList = (value: unknown): value is readonly { readonly productId?: unknown; readonly eventTypes?: unknown }[] =>
  Array.isArray(value);

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
  for (const { productId, eventTypes } of products) {
    const events: readonly unknown[] = Array.isArray(eventTypes) ? eventTypes : [];
    for (const eventType of events) {
      const place = JSON.stringify([connection, organizationId, productId, eventType]);
      const rival = known.get(place);
      if (rival !== undefined && rival !== name) {
        throw new pulumi.RunError(
          `ERR_RIVAL_SUBSCRIPTIONS: the subscriptions "${rival}" and "${name}" both ask for ${String(eventType)} of ` +
            `${productId} for the same organization. The service takes each event once. Remove it from one of them. ` +
            "To move an event from one to the other, remove it in one run and add it in the next.",
        );
      }
      known.set(place, name);
    }
  }
};
