import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey } from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId = config.require("organizationId");

// Signs the notifications that the platform sends. Another value of `rotation` replaces it by hand.
const signingKey = new WebhookSigningKey(
  "orders",
  { organizationId, renewBeforeDays: 30 },
  { replacementTrigger: config.require("rotation") },
);

// What the platform presents to your OAuth server before it calls your endpoint.
const credential = new WebhookOAuthCredential("orders", {
  organizationId,
  clientId: config.require("clientId"),
  clientSecret: config.requireSecret("clientSecret"),
  renewBeforeDays: 30,
});

export const keyId = signingKey.keyId;
export const credentialKeyId = credential.keyId;
