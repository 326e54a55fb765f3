import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const organizationIds = new pulumi.Config().requireObject<string[]>("organizationIds");

// Keys alone: whoever may change the program of this stack, or preview a change of it, can read every key in it.
const keysOf = (organizationId: string): pulumi.Output<unknown> => {
  const current = new WebhookSigningKey(organizationId, { organizationId, renewBeforeDays: 30 });
  const { keys } = new WebhookVerificationKeys(organizationId, { current }, { protect: true });
  // In a run in which its key was refused, an organization's output stays as it was, and the others are updated.
  return pulumi.recover(keys, () => undefined);
};

/** One output for each organization. */
export = Object.fromEntries(organizationIds.map((organizationId) => [organizationId, keysOf(organizationId)]));
