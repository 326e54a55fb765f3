import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const config = new pulumi.Config();

const signingKey = new WebhookSigningKey(
  "orders",
  { organizationId: config.require("organizationId"), renewBeforeDays: 30 },
  { replacementTrigger: config.require("rotation") },
);
const receiver = new WebhookVerificationKeys("orders", { current: signingKey }, { protect: true });

// The receiver reads these from a vault or a file: see receiver.mts.
export const verificationKeys = receiver.keys;
