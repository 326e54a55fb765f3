import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey("orders", { organizationId: "my_organization", renewBeforeDays: 30 });
// Always protect the verification keys: they're never replaced, and a deletion would lose the earlier keys.
const receiver = new WebhookVerificationKeys("orders", { current: signingKey }, { protect: true });

export const verificationKeys = receiver.keys;
