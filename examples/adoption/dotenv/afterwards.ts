import { WebhookSigningKey } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey("orders", { organizationId: "my_organization", renewBeforeDays: 30 });

export const { keyId: signingKeyId } = signingKey;
