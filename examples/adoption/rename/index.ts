import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey("orders", { organizationId: "my_organization", renewBeforeDays: 30 });
const receiver = new WebhookVerificationKeys("receiver", { current: signingKey }, { protect: true });

export const verificationKeys = receiver.keys;
