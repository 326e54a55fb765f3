import * as pulumi from "@pulumi/pulumi";
import { type AdoptedKeyArgs } from "./program/adopted-key-args.js";
import { warnOfConnection } from "./program/connection-warnings.js";
import { type ProviderModule, providerText, typeOf } from "./seam/provider-text.js";
import { secretInput } from "./program/clear-inputs.js";
import { refuseOptions, refuseSecretOrganization, refuseUnsafeProgram, secureOptions } from "./program/guards.js";
import { declaredOutputs, type ResourceTable, secretOutputsOf } from "./resources/table.js";
import { warnOfInheritedProtect } from "./program/inherited-protect.js";
import { warnOfKeptKey } from "./program/warnings.js";
import { unlessRefused } from "./program/unless-refused.js";

/** Inputs of both kinds of key. */
export interface WebhookKeyArgs {
  /**
   * Organization, or merchant, that the key belongs to: 1 to 100 visible ASCII characters without spaces. It must not be
   * secret, because it's a part of the resource's id (ERR_INPUT_SECRET). A change replaces the key.
   */
  readonly organizationId: pulumi.Input<string>;
  /**
   * Validity to request, in whole days, from 1 to 36500. The service may grant less. Default: 365, which is sent
   * explicitly. A change replaces the key.
   */
  readonly expiryDuration?: pulumi.Input<number>;
  /**
   * Length of the renewal window, in days: 0 ≤ n < expiryDuration. The next `pulumi up` in this last part of the key's
   * validity replaces the key. Default: 0, which replaces the key only after it has expired. If the service grants a
   * validity that isn't longer than the window, the window is a third of that validity. A change doesn't replace the key
   * and isn't shown as an update.
   */
  readonly renewBeforeDays?: pulumi.Input<number>;
  /**
   * `keyInformation.provider` of the request. Default: `nrtd` for a signing key, organizationId for an OAuth credential; if
   * the organization has a parent organization, set the parent for an OAuth credential. A change replaces the key.
   */
  readonly keyProvider?: pulumi.Input<string>;
  /**
   * `keyInformation.tenant` of the request. Default: organizationId for a signing key, `nrtd` for an OAuth credential. A
   * change replaces the key.
   */
  readonly tenant?: pulumi.Input<string>;
  /**
   * Name of a connection. Default: `default`. The key is replaced if the stack's configuration names another host for the
   * connection than before, but not because of the name, and not because of a host that an environment variable names.
   */
  readonly connection?: pulumi.Input<string>;
  /**
   * An existing key to bring under Pulumi without a request. Treated as secret. If the key has expired, it's refused with
   * ERR_ADOPT_EXPIRED. You can leave this in the program: once the key is due, the next `pulumi up` replaces it with a new
   * one. Remove it before you replace the key by hand. A change doesn't replace the key.
   */
  readonly adopt?: pulumi.Input<AdoptedKeyArgs>;
}

/** Base class of the two kinds of key: their common outputs, and their registration. */
export abstract class WebhookKey extends pulumi.CustomResource {
  /** Identifier of the key, as in the header of notifications. Secret. */
  declare readonly keyId: pulumi.Output<string>;
  /** For a signing key: base64 of 32 bytes. For an OAuth credential: the stored client secret. Secret. */
  declare readonly key: pulumi.Output<string>;
  /** When the key expires: RFC 3339, UTC. Secret. */
  declare readonly expirationDate: pulumi.Output<string>;
  /** When the key was issued to this stack: RFC 3339, UTC. Secret. Undefined for an adopted key. */
  declare readonly submitTimeUtc: pulumi.Output<string | undefined>;
  /** As sent. */
  declare readonly organizationId: pulumi.Output<string>;
  /** Requested validity in days, as sent. Undefined for an imported key whose validity isn't known. */
  declare readonly expiryDuration: pulumi.Output<number | undefined>;
  /** As sent. */
  declare readonly keyProvider: pulumi.Output<string>;
  /** As sent. */
  declare readonly tenant: pulumi.Output<string>;
  /** Host that issued the key. Undefined for a key that was adopted without a configured connection. */
  declare readonly host: pulumi.Output<string | undefined>;
  /**
   * Status of the key in the service's answer, in upper case, such as `ACTIVE`. `UNKNOWN` if it isn't a code; `ADOPTED` for
   * an adopted key.
   */
  declare readonly status: pulumi.Output<string>;
  /** `v-c-correlation-id` of the request, for audits. Undefined for an adopted key. */
  declare readonly correlationId: pulumi.Output<string | undefined>;

  protected constructor(
    module: ProviderModule,
    table: ResourceTable,
    name: string,
    args: Partial<WebhookKeyArgs>,
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    refuseUnsafeProgram();
    refuseOptions(table, name, options);
    super(
      typeOf(table),
      name,
      {
        ...declaredOutputs(table),
        ...refuseSecretOrganization(name, args),
        ...(args.adopt !== undefined && { adopt: secretInput(args.adopt) }),
        __provider: unlessRefused(providerText(module)),
      },
      secureOptions(options, secretOutputsOf(table)),
    );
    warnOfKeptKey(this, args);
    warnOfConnection(name, args.connection);
    warnOfInheritedProtect(this);
  }
}
