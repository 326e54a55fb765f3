import * as pulumi from "@pulumi/pulumi";
import { type AdoptedKeyArgs } from "./program/adopted-key-args.js";
import { warnOfConnection } from "./program/connection-warnings.js";
import { type ProviderModule, providerText, typeOf } from "./seam/provider-text.js";
import { refuseOptions, refuseSecretOrganization, refuseUnsafeProgram, secureOptions } from "./program/guards.js";
import { declaredOutputs, type ResourceTable, secretOutputsOf } from "./resources/table.js";
import { warnOfInheritedProtect } from "./program/inherited-protect.js";
import { warnOfKeptKey } from "./program/warnings.js";

/** Inputs that both kinds of key have. */
export interface WebhookKeyArgs {
  /**
   * Organization, or merchant, that the key belongs to: 1 to 100 visible ASCII characters. It must not be secret, because
   * it is a part of the resource's id (ERR_INPUT_SECRET). A change replaces.
   */
  readonly organizationId: pulumi.Input<string>;
  /**
   * Validity to ask for, in whole days, at least 1. The service may grant less. Default 365, always sent. A change
   * replaces.
   */
  readonly expiryDuration?: pulumi.Input<number>;
  /**
   * Days before its end from which the key is replaced by the next `pulumi up`: 0 ≤ n < expiryDuration. Default 0: it is
   * replaced once it has expired. If the service grants a validity that isn't longer, the window is a third of that
   * validity. A change is kept with the inputs and is no step.
   */
  readonly renewBeforeDays?: pulumi.Input<number>;
  /**
   * `keyInformation.provider` of the request. A change replaces. Default `nrtd` for a signing key; for an OAuth
   * credential organizationId, or give the parent organization where there is one.
   */
  readonly keyProvider?: pulumi.Input<string>;
  /**
   * `keyInformation.tenant` of the request. A change replaces. Default organizationId for a signing key, `nrtd` for an
   * OAuth credential.
   */
  readonly tenant?: pulumi.Input<string>;
  /**
   * Name of a connection in the stack's configuration. Default `default`. A change does nothing by itself; if the
   * stack's configuration names another host for the connection, that replaces. A host of the environment never does.
   */
  readonly connection?: pulumi.Input<string>;
  /**
   * A key that exists already, to bring under Pulumi without a request. It is made secret. A key that has expired is
   * refused with ERR_ADOPT_EXPIRED. This may stay in the program: once the key is due, the next `pulumi up` replaces it
   * with a new one. Remove it before you replace the key by hand. A change does nothing by itself.
   */
  readonly adopt?: pulumi.Input<AdoptedKeyArgs>;
}

/** What the two kinds of key share: their outputs, and how they come into a program. */
export abstract class WebhookKey extends pulumi.CustomResource {
  /** Identifier of the key, as in the header of a notification. Secret. */
  declare readonly keyId: pulumi.Output<string>;
  /** The key: base64 of 32 bytes for a signing key, the stored client secret for an OAuth credential. Secret. */
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
  /** Status of the key in the answer, upper case, such as `ACTIVE`, or `UNKNOWN` if that is no code; `ADOPTED` for an adopted key. */
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
        ...(args.adopt !== undefined && { adopt: pulumi.secret(args.adopt) }),
        __provider: providerText(module),
      },
      secureOptions(options, secretOutputsOf(table)),
    );
    warnOfKeptKey(this, args);
    warnOfConnection(name, args.connection);
    warnOfInheritedProtect(this);
  }
}
