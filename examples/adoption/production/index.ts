import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey("orders", {
  organizationId: "my_organization",
  renewBeforeDays: 30,
  connection: new pulumi.Config().require("connection"),
});

export const { keyId, host } = signingKey;
