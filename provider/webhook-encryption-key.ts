import * as pulumi from "@pulumi/pulumi";
import { warnOfConnection } from "./program/connection-warnings.js";
import { warnOfEncryptionKey } from "./program/encryption-key-warnings.js";
import { refuseOptions, refuseSecretOrganization, refuseUnsafeProgram, secureOptions } from "./program/guards.js";
import { warnOfInheritedProtect } from "./program/inherited-protect.js";
import { emptyIfMissing } from "./program/missing-args.js";
import { refusePrivateKey } from "./program/private-key-guard.js";
import { isOfType } from "./program/resource-type.js";
import { WEBHOOK_ENCRYPTION_KEY } from "./resources/encryption-key/table.js";
import { declaredOutputs, secretOutputsOf } from "./resources/table.js";
import { providerText, typeOf } from "./seam/provider-text.js";
import { unlessRefused } from "./program/unless-refused.js";

/** Inputs of a {@link WebhookEncryptionKey}. */
export interface WebhookEncryptionKeyArgs {
  /**
   * Organization, or merchant, that the key belongs to: 1 to 100 visible ASCII characters without spaces. It must not be
   * secret, because it's a part of the resource's id (ERR_INPUT_SECRET). A change stores the certificate again.
   */
  readonly organizationId: pulumi.Input<string>;
  /**
   * X.509 certificate of your RSA key of at least 2048 bits, in PEM, without its private key (ERR_INPUT_INVALID) and not
   * ended (ERR_CERTIFICATE_EXPIRED). A new certificate is stored and takes the place of this one; another text of the same
   * certificate changes nothing. The vendor advises a validity of 90 days.
   */
  readonly certificate: pulumi.Input<string>;
  /** `keyInformation.provider` of the request. Default: `nrtd`. A change stores the certificate again. */
  readonly keyProvider?: pulumi.Input<string>;
  /** `keyInformation.tenant` of the request. Default: organizationId. A change stores the certificate again. */
  readonly tenant?: pulumi.Input<string>;
  /**
   * `keyInformation.expiryDuration` of the request, in whole days, from 1 to 36500. Sent only if you set it. A change stores
   * the certificate again.
   */
  readonly expiryDuration?: pulumi.Input<number>;
  /**
   * Name of a connection. Default: `default`. The certificate is stored again if the stack's configuration names another
   * host for the connection than before, but not because of the name, and not because of a host that an environment variable
   * names.
   */
  readonly connection?: pulumi.Input<string>;
}

/**
 * The certificate to whose key the platform encrypts the notifications of an organization (API action STORE). Receivers
 * decrypt them with its private key, which this resource never gets: see docs/encryption.md.
 *
 * `pulumi up` stores it once, and stores a new certificate when you pass one. It's never stored again because it's due.
 * Preview, refresh and destroy send no requests. The API can't delete keys, so a destroyed key stays valid until it expires.
 *
 * Errors of a run: ERR_INPUT_…, ERR_CERTIFICATE_EXPIRED, ERR_HOST_DIFFERS, ERR_CONNECTION, ERR_AUTH_…, ERR_KMS_…; see
 * docs/errors.md.
 *
 * @see the vendor's guide, "Message-Level Encryption"
 */
export class WebhookEncryptionKey extends pulumi.CustomResource {
  /** Identifier of the key, as in the header `kid` of notifications. Secret. Undefined if the service's answer has none. */
  declare readonly keyId: pulumi.Output<string | undefined>;
  /** When the key expires: RFC 3339, UTC. Secret. The end of the certificate, or an earlier one in the service's answer. */
  declare readonly expirationDate: pulumi.Output<string>;
  /** When the certificate was stored: RFC 3339, UTC. Secret. */
  declare readonly submitTimeUtc: pulumi.Output<string>;
  /** As sent. */
  declare readonly organizationId: pulumi.Output<string>;
  /** As in the input when it was stored. */
  declare readonly certificate: pulumi.Output<string>;
  /** As sent. */
  declare readonly keyProvider: pulumi.Output<string>;
  /** As sent. */
  declare readonly tenant: pulumi.Output<string>;
  /** In days, as sent. Undefined if it wasn't. */
  declare readonly expiryDuration: pulumi.Output<number | undefined>;
  /** Host that the certificate was stored at. */
  declare readonly host: pulumi.Output<string>;
  /**
   * Status in the service's answer, in upper case: that of the key, such as `ACTIVE`, or of the request, such as `ACCEPTED`.
   * `UNKNOWN` if it isn't a code.
   */
  declare readonly status: pulumi.Output<string>;
  /** `v-c-correlation-id` of the request, for audits. */
  declare readonly correlationId: pulumi.Output<string>;

  /**
   * @param name unique name of the resource in the program
   * @param args the certificate to store
   * @param options Pulumi's resource options. A change of `replacementTrigger`, which must not be secret, stores the
   * certificate again.
   * @throws RunError with ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET, ERR_INPUT_INVALID, ERR_OPTION_REFUSED, ERR_TRIGGER_SECRET
   * or ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookEncryptionKeyArgs, options?: pulumi.CustomResourceOptions) {
    refuseUnsafeProgram();
    refuseOptions(WEBHOOK_ENCRYPTION_KEY, name, options);
    const given = refusePrivateKey(name, emptyIfMissing(args));
    super(
      typeOf(WEBHOOK_ENCRYPTION_KEY),
      name,
      {
        ...declaredOutputs(WEBHOOK_ENCRYPTION_KEY),
        ...refuseSecretOrganization(name, given),
        __provider: unlessRefused(providerText("webhook-encryption-key")),
      },
      secureOptions(options, secretOutputsOf(WEBHOOK_ENCRYPTION_KEY)),
    );
    warnOfEncryptionKey(this);
    warnOfConnection(name, given.connection);
    warnOfInheritedProtect(this);
  }

  /** Whether a value is a WebhookEncryptionKey, also one from another copy of this package. */
  static override isInstance(resource: unknown): resource is WebhookEncryptionKey {
    return isOfType(resource, WEBHOOK_ENCRYPTION_KEY);
  }
}
