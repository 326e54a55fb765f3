import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const organizationId = new pulumi.Config().require("organizationId");
const current = new WebhookSigningKey("orders", { organizationId, renewBeforeDays: 30 });
const receiver = new WebhookVerificationKeys("orders", { current }, { protect: true });

/** The verification keys as JSON: the current key first, then earlier keys. Secret. */
export const verificationKeys = pulumi.jsonStringify(receiver.keys);
