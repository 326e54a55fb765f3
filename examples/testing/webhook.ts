import * as pulumi from "@pulumi/pulumi";
import type { VerificationKey } from "pulumi-cybersource-webhooks";
import { WebhookSigningKey, WebhookVerificationKeys } from "pulumi-cybersource-webhooks";

/** The keys that a receiver of one organization needs. */
export class OrderWebhook extends pulumi.ComponentResource {
  readonly organizationId: pulumi.Output<string>;
  readonly keys: pulumi.Output<VerificationKey[]>;

  constructor(name: string, organizationId: pulumi.Input<string>, options?: pulumi.ComponentResourceOptions) {
    super("acme:index:OrderWebhook", name, {}, options);
    const key = new WebhookSigningKey(name, { organizationId, renewBeforeDays: 30 }, { parent: this });
    const ring = new WebhookVerificationKeys(name, { current: key, overlapDays: 14 }, { parent: this });
    this.organizationId = key.organizationId;
    this.keys = ring.keys;
    this.registerOutputs({ keys: this.keys });
  }
}
