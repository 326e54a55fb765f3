import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const organizationIds = new pulumi.Config().requireObject<string[]>("organizationIds");

// Keep only keys in this stack: everyone who can change its program, or preview a change, can read every key in it.
const keysOf = (organizationId: string): pulumi.Output<unknown> => {
  const current = new WebhookSigningKey(organizationId, { organizationId, renewBeforeDays: 30 });
  const { keys } = new WebhookVerificationKeys(organizationId, { current }, { protect: true });
  // Without `recover`, one key that can't be created would prevent the outputs of the other organizations from being
  // stored. With @pulumi/pulumi 3.276, the output of that organization is a string until a run succeeds. So deliver keys
  // through a resource, such as a vault's secret, rather than through outputs.
  return pulumi.recover(keys, () => undefined);
};

/** One output for each organization. */
export = Object.fromEntries(organizationIds.map((organizationId) => [organizationId, keysOf(organizationId)]));
