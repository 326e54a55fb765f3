import * as pulumi from "@pulumi/pulumi";
import { providerText, typeOf } from "./seam/provider-text.js";
import { secretInput } from "./program/clear-inputs.js";
import { refuseOptions, refuseUnsafeProgram, secureOptions } from "./program/guards.js";
import { type VerificationKey } from "./resources/verification-keys/overlap.js";
import { declaredOutputs, secretOutputsOf } from "./resources/table.js";
import { WEBHOOK_VERIFICATION_KEYS } from "./resources/verification-keys/table.js";
import { isOfType } from "./program/resource-type.js";
import { reportStaleKeys, requireCurrent } from "./program/ring-options.js";
import { unlessRefused } from "./program/unless-refused.js";

export { type VerificationKey };

/** The key that signs now, such as a `WebhookSigningKey`. All of it is treated as secret. */
export interface CurrentKeyArgs {
  /**
   * Identifier of the key, as in the header of notifications: visible ASCII characters without spaces, quotes and
   * semicolons.
   */
  readonly keyId: pulumi.Input<string>;
  /** The key: base64 of 8 bytes or more. */
  readonly key: pulumi.Input<string>;
  /** When the key expires: RFC 3339. A key whose date can't be read is accepted, and never expires. */
  readonly expirationDate: pulumi.Input<string>;
  /** Keeps you from passing an OAuth credential, which doesn't sign notifications. */
  readonly clientSecret?: never;
}

/** Inputs of {@link WebhookVerificationKeys}. */
export interface WebhookVerificationKeysArgs {
  /**
   * The key that signs now: a `WebhookSigningKey`, or its keyId, key and expirationDate. Treated as secret. A change updates
   * this resource in place: a key with another keyId becomes the current one, and the one before is kept as an earlier key;
   * with the same keyId, only the date of the current key changes.
   */
  readonly current: CurrentKeyArgs;
  /**
   * Days, 0 or more, for which an earlier key is kept after its replacement. Default: 30, because the platform can replay
   * notifications that are up to 30 days old. If a change removes a key, it updates this resource in place; otherwise it
   * isn't shown as an update.
   */
  readonly overlapDays?: pulumi.Input<number>;
}

/**
 * The keys with which a receiver verifies notifications: the current signing key and, for a while after a rotation, the
 * earlier ones, because notifications that were signed with them can still arrive.
 *
 * The resource sends no requests: it stores the keys that the program passes. A rotation updates it in the same
 * `pulumi up`, after the new key is created. Nothing replaces it automatically. Protect it, because replacing it loses the
 * earlier keys. If a run with `--target` rotates the signing key, name this resource in `--target`, too.
 *
 * Errors of a run: ERR_INPUT_…, ERR_VERIFICATION_KEYS_…; see docs/errors.md.
 */
export class WebhookVerificationKeys extends pulumi.CustomResource {
  /** The current key, then earlier keys from newest to oldest, each with `retiredAt`. Secret. */
  declare readonly keys: pulumi.Output<VerificationKey[]>;
  /** The newest earlier key. Undefined if there is none. Secret. */
  declare readonly previous: pulumi.Output<VerificationKey | undefined>;

  /**
   * @param name unique name of the resource in the program
   * @param args the key that signs now, and how long earlier keys are kept
   * @param options Pulumi's resource options. Set `protect: true`.
   * @throws RunError with ERR_INPUT_MISSING, ERR_INPUT_INVALID, ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET,
   * ERR_OPTION_REFUSED, ERR_TRIGGER_SECRET or ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookVerificationKeysArgs, options?: pulumi.CustomResourceOptions) {
    refuseUnsafeProgram();
    refuseOptions(WEBHOOK_VERIFICATION_KEYS, name, options);
    const current = requireCurrent(args);
    const { keyId, key, expirationDate } = current;
    super(
      typeOf(WEBHOOK_VERIFICATION_KEYS),
      name,
      {
        ...declaredOutputs(WEBHOOK_VERIFICATION_KEYS),
        // What a resource of the program returns isn't in the configuration.
        current: pulumi.Resource.isInstance(current)
          ? pulumi.secret({ keyId, key, expirationDate })
          : secretInput({ keyId, key, expirationDate }),
        overlapDays: args.overlapDays,
        __provider: unlessRefused(providerText("webhook-verification-keys")),
      },
      secureOptions(options, secretOutputsOf(WEBHOOK_VERIFICATION_KEYS)),
    );
    reportStaleKeys(this, current, options);
  }

  /** Whether a value is a WebhookVerificationKeys resource, also one from another copy of this package. */
  static override isInstance(resource: unknown): resource is WebhookVerificationKeys {
    return isOfType(resource, WEBHOOK_VERIFICATION_KEYS);
  }
}
