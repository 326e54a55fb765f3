import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey } from "pulumi-cybersource-webhooks";
import type { AdoptedKeyArgs } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey("orders", {
  organizationId: "my_organization",
  renewBeforeDays: 30,
  adopt: new pulumi.Config().requireSecretObject<AdoptedKeyArgs>("ordersKey"),
});

export const { keyId } = signingKey;
