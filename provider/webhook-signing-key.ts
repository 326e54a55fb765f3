import * as pulumi from "@pulumi/pulumi";
import { type AdoptedKeyArgs } from "./adopted-key-args.js";
import { refuseUnsafeProgram, secureOptions } from "./guards.js";
import { declaredOutputs, MODULE, secretOutputsOf, WEBHOOK_SIGNING_KEY } from "./properties.js";
import * as provider from "./providers/webhook-signing-key.js";
import { warnOfStandingKey } from "./warnings.js";

/** Inputs of a {@link WebhookSigningKey}. */
export interface WebhookSigningKeyArgs {
  /**
   * Organization, or merchant, that the key belongs to: 1 to 100 visible ASCII characters. A change replaces.
   */
  readonly organizationId: pulumi.Input<string>;
  /**
   * Validity to ask for, in whole days, at least 1. The service may grant less. Default 365, always sent. A change
   * replaces.
   */
  readonly expiryDuration?: pulumi.Input<number>;
  /**
   * Days before its end from which the key is replaced by the next `pulumi up`: 0 ≤ n < expiryDuration. Default 0: it is
   * replaced once it has expired. A window that is not smaller than the validity granted counts as a third of that. A
   * change is kept with the inputs and is no step.
   */
  readonly renewBeforeDays?: pulumi.Input<number>;
  /** `keyInformation.provider` of the request. Default `nrtd`. A change replaces. */
  readonly keyProvider?: pulumi.Input<string>;
  /** `keyInformation.tenant` of the request. Default organizationId. A change replaces. */
  readonly tenant?: pulumi.Input<string>;
  /**
   * Name of a connection in the stack's configuration. Default `default`. A change does nothing by itself; when the
   * connection names another host, that replaces.
   */
  readonly connection?: pulumi.Input<string>;
  /**
   * A key that exists already, to bring under Pulumi without a request. It is made secret. A key that is due is not
   * adopted: a new one is made instead, so this may stay in the program. A change does nothing.
   */
  readonly adopt?: pulumi.Input<AdoptedKeyArgs>;
}

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
export class WebhookSigningKey extends pulumi.dynamic.Resource {
  /** Identifier of the key, as in the header of a notification. Secret. */
  declare readonly keyId: pulumi.Output<string>;
  /** The digital signature key: base64 of 32 bytes. Secret. */
  declare readonly key: pulumi.Output<string>;
  /** End of its validity, RFC 3339, UTC. Secret. */
  declare readonly expirationDate: pulumi.Output<string>;
  /** When it was issued to this stack, RFC 3339, UTC. Secret. Undefined for an adopted key. */
  declare readonly submitTimeUtc: pulumi.Output<string | undefined>;
  /** As sent. */
  declare readonly organizationId: pulumi.Output<string>;
  /** Validity that was asked for, in days, as sent. */
  declare readonly expiryDuration: pulumi.Output<number>;
  /** As sent. */
  declare readonly keyProvider: pulumi.Output<string>;
  /** As sent. */
  declare readonly tenant: pulumi.Output<string>;
  /** Host that issued the key. Undefined for a key that was adopted while no connection was configured. */
  declare readonly host: pulumi.Output<string | undefined>;
  /** Status of the key in the answer, upper case, such as `ACTIVE`; `ADOPTED` for an adopted key. */
  declare readonly status: pulumi.Output<string>;
  /** `v-c-correlation-id` of the request, for audits. Undefined for an adopted key. */
  declare readonly correlationId: pulumi.Output<string | undefined>;

  /**
   * @param name unique name of the resource in the program
   * @param args what to ask for
   * @param options Pulumi's own; `replacementTrigger`, which must not be secret, rotates by hand
   * @throws RunError with ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET, ERR_TRIGGER_SECRET or ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookSigningKeyArgs, options?: pulumi.CustomResourceOptions) {
    refuseUnsafeProgram();
    super(
      provider,
      name,
      {
        ...declaredOutputs(WEBHOOK_SIGNING_KEY),
        ...args,
        ...(args.adopt !== undefined && { adopt: pulumi.secret(args.adopt) }),
      },
      secureOptions(options, secretOutputsOf(WEBHOOK_SIGNING_KEY)),
      MODULE,
      WEBHOOK_SIGNING_KEY.name,
    );
    warnOfStandingKey(this, args);
  }
}
