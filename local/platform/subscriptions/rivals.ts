import { type SubscriptionSwitches } from "./options.js";
import { type Subscription } from "./subscription.js";

const pairsOf = ({ products }: Pick<Subscription, "products">, duplicates: SubscriptionSwitches["duplicates"]) =>
  products.flatMap(({ productId, eventTypes }) =>
    duplicates === "product" ? [productId] : eventTypes.map((eventType) => `${productId} ${eventType}`),
  );

/** Whether another subscription of the organization already has one of these products. */
export const hasRival = (
  candidate: Pick<Subscription, "organizationId" | "products"> & { webhookId?: string },
  held: readonly Subscription[],
  duplicates: SubscriptionSwitches["duplicates"],
): boolean => {
  const wanted = new Set(pairsOf(candidate, duplicates));
  return held
    .filter(({ organizationId }) => organizationId === candidate.organizationId)
    .filter(({ webhookId }) => webhookId !== candidate.webhookId)
    .some((other) => pairsOf(other, duplicates).some((pair) => wanted.has(pair)));
};
