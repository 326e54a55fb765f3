import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";
import type { AdoptedKeyArgs } from "pulumi-cybersource-webhooks";

// Once the adopted key is due, a new one is made and `adopt` is not looked at again.
const signingKey = new WebhookSigningKey("orders", {
  organizationId: "my_organization",
  renewBeforeDays: 30,
  adopt: new pulumi.Config().requireSecretObject<AdoptedKeyArgs>("ordersKey"),
});

// What receivers verify with: after the renewal, the adopted key too, for as long as notifications signed with it come.
const receiver = new WebhookVerificationKeys("orders", { current: signingKey }, { protect: true });

export const verificationKeys = receiver.keys;
