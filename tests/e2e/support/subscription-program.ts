/** What differs between the subscriptions of a program. */
export interface SubscriptionText {
  /** Its name unless given. */
  readonly organizationId?: string;
  /** More inputs, as the program writes them. */
  readonly inputs?: string;
  readonly options?: string;
}

/** The part of a program that declares a subscription. */
export const subscription = (
  name: string,
  { organizationId = name, inputs = "", options = "" }: SubscriptionText = {},
): string => `
new WebhookSubscription("${name}", {
  organizationId: "${organizationId}",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  ${inputs}
}, { ${options} });
`;
