import * as pulumi from "@pulumi/pulumi";
import { providerText, typeOf } from "./seam/provider-text.js";
import { refuseOptions, refuseUnsafeProgram, secureOptions } from "./program/guards.js";
import { type VerificationKey } from "./resources/verification-keys/overlap.js";
import { declaredOutputs, secretOutputsOf } from "./resources/table.js";
import { WEBHOOK_VERIFICATION_KEYS } from "./resources/verification-keys/table.js";
import { isOfType } from "./program/resource-type.js";
import { reportStaleKeys, requireCurrent } from "./program/ring-options.js";

export { type VerificationKey };

/** The key that signs now. A `WebhookSigningKey` is one. All of it is treated as secret. */
export interface CurrentKeyArgs {
  /**
   * Identifier of the key, as in the header of a notification: visible ASCII characters without spaces, quotes and
   * semicolons.
   */
  readonly keyId: pulumi.Input<string>;
  /** The key, base64 of 8 bytes or more. */
  readonly key: pulumi.Input<string>;
  /** End of its validity, RFC 3339. A key whose end can't be read is held without one. */
  readonly expirationDate: pulumi.Input<string>;
  /** Of an OAuth credential, which signs no notifications: none is accepted. */
  readonly clientSecret?: never;
}

/** Inputs of {@link WebhookVerificationKeys}. */
export interface WebhookVerificationKeysArgs {
  /**
   * The key that signs now: a `WebhookSigningKey`, or its keyId, key and expirationDate. It is made secret. Another
   * keyId makes the one before an earlier key; the same keyId with another date updates the current one. A change
   * updates in place.
   */
  readonly current: CurrentKeyArgs;
  /**
   * Days, 0 or more, for which an earlier key is kept after it was replaced. Default 30, as far back as notifications
   * can be replayed. A change updates in place where a key leaves or stays because of it, and is no step otherwise.
   */
  readonly overlapDays?: pulumi.Input<number>;
}

/**
 * What a receiver verifies notifications with: the current signing key and, for a while after a rotation, the earlier
 * ones, because notifications signed with them are still under way.
 *
 * There is no API behind it: it remembers what it was given. A rotation updates it in the same `pulumi up`, once the new
 * key exists, and it is never replaced of its own accord. Protect it: replacing it forgets the earlier keys. A targeted
 * run that rotates the key must target this too.
 *
 * Errors of a run: ERR_INPUT_…, ERR_VERIFICATION_KEYS_…; see docs/errors.md.
 */
export class WebhookVerificationKeys extends pulumi.CustomResource {
  /** The current key first, then earlier ones, newest first, each with `retiredAt`. Secret. */
  declare readonly keys: pulumi.Output<VerificationKey[]>;
  /** The newest earlier key, undefined where there is none. Secret. */
  declare readonly previous: pulumi.Output<VerificationKey | undefined>;

  /**
   * @param name unique name of the resource in the program
   * @param args the key that signs now, and how long earlier ones are kept
   * @param options Pulumi's own; `protect: true` is advised
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
        current: pulumi.secret({ keyId, key, expirationDate }),
        overlapDays: args.overlapDays,
        __provider: providerText("webhook-verification-keys"),
      },
      secureOptions(options, secretOutputsOf(WEBHOOK_VERIFICATION_KEYS)),
    );
    reportStaleKeys(this, current, options);
  }

  /** Whether it is a ring of verification keys, whichever copy of this package made it. */
  static override isInstance(resource: unknown): resource is WebhookVerificationKeys {
    return isOfType(resource, WEBHOOK_VERIFICATION_KEYS);
  }
}
