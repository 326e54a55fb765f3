import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookSubscription, WebhookVerificationKeys } from "cybersource-webhooks-sdk";

const organizationId = new pulumi.Config().require("organizationId");

const signingKey = new WebhookSigningKey("orders", { organizationId, renewBeforeDays: 30 });
const { keyId, key, expirationDate } = signingKey;
const verification = new WebhookVerificationKeys(
  "orders",
  { current: { keyId, key, expirationDate } },
  { protect: true },
);
new WebhookSubscription(
  "orders",
  {
    organizationId,
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  },
  { dependsOn: [signingKey], deleteBeforeReplace: true },
);

export const verificationKeys = verification.keys;
