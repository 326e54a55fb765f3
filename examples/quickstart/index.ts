import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey } from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId = config.require("organizationId");

// The platform signs notifications with this key. To rotate it by hand, change the value of `rotation`.
const signingKey = new WebhookSigningKey(
  "orders",
  { organizationId, renewBeforeDays: 30 },
  { replacementTrigger: config.require("rotation") },
);

// The platform gets a token from your OAuth server with this credential before it calls your receiver.
const credential = new WebhookOAuthCredential("orders", {
  organizationId,
  clientId: config.require("clientId"),
  clientSecret: config.requireSecret("clientSecret"),
  renewBeforeDays: 30,
});

export const keyId = signingKey.keyId;
export const credentialKeyId = credential.keyId;
