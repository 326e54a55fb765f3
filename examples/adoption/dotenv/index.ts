import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey } from "pulumi-cybersource-webhooks";

process.loadEnvFile("webhook.env");
const { WEBHOOK_KEY_ID: keyId, WEBHOOK_KEY: key, WEBHOOK_KEY_EXPIRES: expirationDate } = process.env;
if (!keyId || !key || !expirationDate) throw new pulumi.RunError("webhook.env does not have all three values");

const signingKey = new WebhookSigningKey("orders", {
  organizationId: "my_organization",
  renewBeforeDays: 30,
  adopt: { keyId, key, expirationDate },
});

export const { keyId: signingKeyId } = signingKey;
