import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey } from "pulumi-cybersource-webhooks";

const signingKey = new WebhookSigningKey("orders", { organizationId: "my_organization", renewBeforeDays: 30 });

const { keyId, key, expirationDate } = signingKey;
export const ordersKey = pulumi.secret({ keyId, key, expirationDate });
