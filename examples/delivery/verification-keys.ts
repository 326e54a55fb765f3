import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const organizationId = new pulumi.Config().require("organizationId");
const current = new WebhookSigningKey("orders", { organizationId, renewBeforeDays: 30 });
const receiver = new WebhookVerificationKeys("orders", { current }, { protect: true });

/** What a receiver reads, as JSON: the current key first, then earlier ones. Secret. */
export const verificationKeys = pulumi.jsonStringify(receiver.keys);
