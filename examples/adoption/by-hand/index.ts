import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";
import type { AdoptedKeyArgs } from "pulumi-cybersource-webhooks";

// Once the adopted key is due, a new one is created, and `adopt` is ignored from then on.
const signingKey = new WebhookSigningKey("orders", {
  organizationId: "my_organization",
  renewBeforeDays: 30,
  adopt: new pulumi.Config().requireSecretObject<AdoptedKeyArgs>("ordersKey"),
});

// After the renewal, these also include the adopted key, for notifications that were signed with it.
const receiver = new WebhookVerificationKeys("orders", { current: signingKey }, { protect: true });

export const verificationKeys = receiver.keys;
