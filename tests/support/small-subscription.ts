/** Inputs of a subscription to one event. */
export const newsOf = (organizationId: string) => ({
  organizationId,
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
});
