import { type CustomResourceOptions } from "@pulumi/pulumi";
import { givenArgs } from "./program/given-args.js";
import { WEBHOOK_SIGNING_KEY } from "./resources/signing-key/table.js";
import { refuseRivalKey } from "./program/rival-keys.js";
import { isOfType } from "./program/resource-type.js";
import { WebhookKey, type WebhookKeyArgs } from "./webhook-key.js";

/** Inputs of a {@link WebhookSigningKey}. */
export type WebhookSigningKeyArgs = WebhookKeyArgs;

/**
 * The digital signature key with which the platform signs the notifications of an organization (API action CREATE).
 *
 * It is made once, replaced when it is due or when an identity input or the connection's host changes, and otherwise
 * left alone. Preview, refresh and destroy send nothing; the API has no delete, so a destroyed key lives on until it
 * expires.
 *
 * Errors of a run: ERR_INPUT_…, ERR_CONNECTION, ERR_AUTH_…, ERR_KMS_…, ERR_KEY_…; see docs/errors.md.
 *
 * @see the vendor's guide, "Create a Digital Signature Key"
 */
export class WebhookSigningKey extends WebhookKey {
  /**
   * @param name unique name of the resource in the program
   * @param args what to ask for
   * @param options Pulumi's own; `replacementTrigger`, which must not be secret, rotates by hand
   * @throws RunError with ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET, ERR_OPTION_REFUSED, ERR_RIVAL_KEYS, ERR_TRIGGER_SECRET
   * or ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookSigningKeyArgs, options?: CustomResourceOptions) {
    super("webhook-signing-key", WEBHOOK_SIGNING_KEY, name, refuseRivalKey(name, givenArgs(args)), options);
  }

  /** Whether it is a signing key, whichever copy of this package made it. */
  static override isInstance(resource: unknown): resource is WebhookSigningKey {
    return isOfType(resource, WEBHOOK_SIGNING_KEY);
  }
}
