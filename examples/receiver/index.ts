import * as pulumi from "@pulumi/pulumi";
import {
  WebhookEncryptionKey,
  WebhookOAuthCredential,
  WebhookSigningKey,
  WebhookSubscription,
  WebhookVerificationKeys,
} from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId = config.require("organizationId");

const signingKey = new WebhookSigningKey(
  "orders",
  { organizationId, renewBeforeDays: 30 },
  { replacementTrigger: config.require("rotation") },
);
const receiver = new WebhookVerificationKeys("orders", { current: signingKey }, { protect: true });

// With this credential the platform gets a token from your authorization server before each delivery.
const credential = new WebhookOAuthCredential("orders", {
  organizationId,
  clientId: config.require("clientId"),
  clientSecret: config.requireSecret("clientSecret"),
  renewBeforeDays: 30,
});

// The platform encrypts the events of payments to this certificate. Only the receiver has its private key.
const encryptionKey = new WebhookEncryptionKey("orders", {
  organizationId,
  certificate: config.require("certificate"),
});

const subscription = new WebhookSubscription(
  "orders",
  {
    organizationId,
    webhookUrl: config.require("webhookUrl"),
    healthCheckUrl: config.require("healthCheckUrl"),
    products: [
      { productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] },
      { productId: "payments", eventTypes: ["payments.authorization.status.accepted"] },
    ],
    // A retry each minute for an hour.
    retryPolicy: { algorithm: "ARITHMETIC", firstRetry: 1, interval: 1, numberOfRetries: 60 },
    securityPolicy: {
      securityType: "oAuth",
      config: {
        oAuthURL: config.require("tokenUrl"),
        oAuthTokenType: "Bearer",
        additionalConfig: { keyId: credential.keyId },
      },
    },
    signingKey,
  },
  { dependsOn: [encryptionKey] },
);

// The receiver reads these from a vault or a file: see receiver.mts.
export const verificationKeys = receiver.keys;
export const status = subscription.status;
