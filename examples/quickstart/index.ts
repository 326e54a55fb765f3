import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey } from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();
const organizationId = config.require("organizationId");

const signingKey = new WebhookSigningKey("orders", { organizationId, renewBeforeDays: 30 });

const credential = new WebhookOAuthCredential("orders", {
  organizationId,
  clientId: config.require("clientId"),
  clientSecret: config.requireSecret("clientSecret"),
  renewBeforeDays: 30,
});

export const keyId = signingKey.keyId;
export const credentialKeyId = credential.keyId;
