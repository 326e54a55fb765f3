import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey, WebhookSubscription } from "pulumi-cybersource-webhooks";

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

// The platform delivers these events to your receiver. It reviews the URLs first, which takes a day or two.
const subscription = new WebhookSubscription("orders", {
  organizationId,
  webhookUrl: "https://hooks.example.com/cybersource",
  healthCheckUrl: "https://hooks.example.com/cybersource/health",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  securityPolicy: {
    securityType: "oAuth",
    config: {
      oAuthURL: "https://login.example.com/token",
      oAuthTokenType: "Bearer",
      additionalConfig: { keyId: credential.keyId },
    },
  },
  signingKey,
});

export const keyId = signingKey.keyId;
export const credentialKeyId = credential.keyId;
export const status = subscription.status;
