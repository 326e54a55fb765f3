import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const organizationIds = new pulumi.Config().requireObject<string[]>("organizationIds");

// Keys alone: whoever may change the program of this stack, or preview a change of it, can read every key in it.
const keysOf = (organizationId: string): pulumi.Output<unknown> => {
  const current = new WebhookSigningKey(organizationId, { organizationId, renewBeforeDays: 30 });
  return new WebhookVerificationKeys(organizationId, { current }, { protect: true }).keys;
};

export const verificationKeys = pulumi.secret(
  Object.fromEntries(organizationIds.map((organizationId) => [organizationId, keysOf(organizationId)])),
);
