import { type SecurityPolicy } from "./policies.js";
import { type Subscription } from "./subscription.js";

type Products = Subscription["products"];

/** The products after a change: only those in the request or, with `isMerged`, the earlier ones too. */
export const mergedProducts = (before: Products, sent: Products | undefined, isMerged: boolean): Products => {
  if (sent === undefined) return before;
  if (!isMerged) return sent;
  const eventsOf = (products: Products, id: string): string[] =>
    products.filter(({ productId }) => productId === id).flatMap(({ eventTypes }) => eventTypes);
  const ids = new Set([...before, ...sent].map(({ productId }) => productId));
  return [...ids].map((productId) => ({
    productId,
    eventTypes: [...new Set([...eventsOf(before, productId), ...eventsOf(sent, productId)])],
  }));
};

/** The security policy after a change. With `isMerged`, keeps members of its configuration that weren't sent. */
export const mergedPolicy = (
  before: SecurityPolicy,
  sent: SecurityPolicy | undefined,
  isMerged: boolean,
): SecurityPolicy => {
  if (sent === undefined) return before;
  if (!isMerged || sent.securityType !== "oAuth" || before.securityType !== "oAuth") return sent;
  const additionalConfig = { ...before.config.additionalConfig, ...sent.config.additionalConfig };
  const hasAdditional = Object.keys(additionalConfig).length > 0;
  return { ...sent, config: { ...before.config, ...sent.config, ...(hasAdditional && { additionalConfig }) } };
};
