import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey(
  "payments",
  { organizationId: "my_organization", renewBeforeDays: 30 },
  { aliases: [{ name: "orders" }] },
);
const receiver = new WebhookVerificationKeys("receiver", { current: signingKey }, { protect: true });

export const verificationKeys = receiver.keys;
