import * as pulumi from "@pulumi/pulumi";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

const organizationIds = new pulumi.Config().requireObject<string[]>("organizationIds");

// Keys alone: whoever may change the program of this stack, or preview a change of it, can read every key in it.
const keysOf = (organizationId: string): pulumi.Output<unknown> => {
  const current = new WebhookSigningKey(organizationId, { organizationId, renewBeforeDays: 30 });
  const { keys } = new WebhookVerificationKeys(organizationId, { current }, { protect: true });
  // Without `recover`, a refused key keeps the outputs of the other organizations from being written. With @pulumi/pulumi
  // 3.276 the output of its own organization becomes a text, until a run succeeds: deliver keys with a vault's resource.
  return pulumi.recover(keys, () => undefined);
};

/** One output for each organization. */
export = Object.fromEntries(organizationIds.map((organizationId) => [organizationId, keysOf(organizationId)]));
