import { type CustomResourceOptions } from "@pulumi/pulumi";
import { emptyIfMissing } from "./program/missing-args.js";
import { WEBHOOK_SIGNING_KEY } from "./resources/signing-key/table.js";
import { refuseRivalKey } from "./program/rival-keys.js";
import { isOfType } from "./program/resource-type.js";
import { WebhookKey, type WebhookKeyArgs } from "./webhook-key.js";

/** Inputs of a {@link WebhookSigningKey}. */
export type WebhookSigningKeyArgs = WebhookKeyArgs;

/**
 * The digital signature key with which the platform signs the notifications of an organization (API action CREATE).
 *
 * `pulumi up` creates it once, and replaces it when it's due, when an input changes that replaces the key, or when the
 * connection's host changes. Preview, refresh and destroy send no requests. The API can't delete keys, so a destroyed key
 * stays valid until it expires.
 *
 * Errors of a run: ERR_INPUT_…, ERR_CONNECTION, ERR_AUTH_…, ERR_KMS_…, ERR_KEY_…; see docs/errors.md.
 *
 * @see the vendor's guide, "Create a Digital Signature Key"
 */
export class WebhookSigningKey extends WebhookKey {
  /**
   * @param name unique name of the resource in the program
   * @param args the key to request
   * @param options Pulumi's resource options. A change of `replacementTrigger`, which must not be secret, rotates the key.
   * @throws RunError with ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET, ERR_OPTION_REFUSED, ERR_RIVAL_KEYS, ERR_TRIGGER_SECRET
   * or ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookSigningKeyArgs, options?: CustomResourceOptions) {
    super("webhook-signing-key", WEBHOOK_SIGNING_KEY, name, refuseRivalKey(name, emptyIfMissing(args)), options);
  }

  /** Whether a value is a WebhookSigningKey, also one from another copy of this package. */
  static override isInstance(resource: unknown): resource is WebhookSigningKey {
    return isOfType(resource, WEBHOOK_SIGNING_KEY);
  }
}
