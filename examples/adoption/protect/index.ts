import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey(
  "orders",
  { organizationId: "my_organization", renewBeforeDays: 30 },
  { protect: true },
);
const receiver = new WebhookVerificationKeys("orders", { current: signingKey }, { protect: true });

export const verificationKeys = receiver.keys;
