/** Paths of the requests about subscriptions. */
const WEBHOOKS = "/notification-subscriptions/v2/webhooks";

export const createPath = WEBHOOKS;
export const listPath = (organizationId: string, filters: Readonly<Record<string, string>> = {}): string => {
  const query = Object.entries({ organizationId, ...filters });
  return `${WEBHOOKS}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
};
export const webhookPath = (webhookId: string): string => `${WEBHOOKS}/${encodeURIComponent(webhookId)}`;
export const statusPath = (webhookId: string): string => `${webhookPath(webhookId)}/status`;
export const productsPath = (organizationId: string): string =>
  `/notification-subscriptions/v2/products/${encodeURIComponent(organizationId)}`;
/** The test call is still that of version 1. */
export const testPath = (webhookId: string): string =>
  `/notification-subscriptions/v1/webhooks/${encodeURIComponent(webhookId)}`;
