import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey("orders", { organizationId: "my_organization", renewBeforeDays: 30 });
// This one is never replaced: protected, it can neither be deleted nor forget an earlier key.
const receiver = new WebhookVerificationKeys("orders", { current: signingKey }, { protect: true });

export const verificationKeys = receiver.keys;
