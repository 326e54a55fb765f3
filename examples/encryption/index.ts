import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import {
  WebhookEncryptionKey,
  WebhookSigningKey,
  WebhookSubscription,
  WebhookVerificationKeys,
} from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId = config.require("organizationId");

const signingKey = new WebhookSigningKey("payments", { organizationId, renewBeforeDays: 30 });
const receiver = new WebhookVerificationKeys("payments", { current: signingKey }, { protect: true });

const privateKey = new tls.PrivateKey("payments", { algorithm: "RSA", rsaBits: 2048 }, { protect: true });
// Valid for 90 days, as the vendor advises. The first run in the last 30 days makes a new one of the same private key.
const certificate = new tls.SelfSignedCert("payments", {
  privateKeyPem: privateKey.privateKeyPem,
  subject: { commonName: config.require("restKeyId"), organization: organizationId },
  validityPeriodHours: 90 * 24,
  earlyRenewalHours: 30 * 24,
  allowedUses: ["key_encipherment"],
});
const encryptionKey = new WebhookEncryptionKey("payments", { organizationId, certificate: certificate.certPem });

const subscription = new WebhookSubscription(
  "payments",
  {
    organizationId,
    webhookUrl: config.require("webhookUrl"),
    healthCheckUrl: config.require("healthCheckUrl"),
    products: [{ productId: "payments", eventTypes: ["payments.authorization.status.accepted"] }],
    signingKey,
  },
  { dependsOn: [encryptionKey] },
);

// The receiver reads both from a vault. Without keyId, a private key serves every certificate that was made of it.
export const verificationKeys = receiver.keys;
export const decryptionKeys = pulumi.secret([{ privateKey: privateKey.privateKeyPem }]);
export const status = subscription.status;
