import { createConnectionPlaces, type HostOf } from "../connection-places.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { isUnknown } from "../protocol.js";
import { productEventsOf } from "./product-events.js";

/** What a subscription subscribes to, as far as it's known: programs can pass anything, which check reports later. */
export interface Subscribed {
  readonly organizationId?: unknown;
  readonly connection?: unknown;
  readonly products?: unknown;
}

/** A subscription of a run. */
export interface RivalSubscription {
  /** Tells subscriptions apart: one that is recorded again isn't its own rival. */
  readonly owner: unknown;
  readonly name: string;
}

/** Records a subscription. Returns the error if an earlier one of the run asks for one of its events. */
export type RivalSubscriptions = (subscription: RivalSubscription, inputs: Subscribed) => string | undefined;

/** Values that aren't known yet look the same, although they may turn out to differ. */
const isKnownText = (value: unknown): value is string => typeof value === "string" && !isUnknown(value);

/**
 * Finds subscriptions of one run for the same event of an organization, which the service takes once.
 *
 * @param hostOf two connections can have the same host
 */
export const createRivalSubscriptions = (hostOf: HostOf): RivalSubscriptions => {
  const placeOf = createConnectionPlaces(hostOf);
  const known = new Map<string, RivalSubscription>();

  return (subscription, { organizationId, connection = DEFAULT_CONNECTION, products }) => {
    if (!isKnownText(organizationId) || !isKnownText(connection)) return undefined;
    for (const { productId, eventType } of productEventsOf(products)) {
      if (!isKnownText(productId) || !isKnownText(eventType)) continue;
      const place = JSON.stringify([placeOf(connection), organizationId, productId, eventType]);
      const rival = known.get(place);
      if (rival !== undefined && rival.owner !== subscription.owner) {
        return (
          `ERR_RIVAL_SUBSCRIPTIONS: the subscriptions "${rival.name}" and "${subscription.name}" both ask for ${eventType} of ` +
          `${productId} for the same organization. The service takes each event once. Remove it from one of them. ` +
          "To move an event from one to the other, remove it in one run and add it in the next."
        );
      }
      known.set(place, subscription);
    }
    return undefined;
  };
};
