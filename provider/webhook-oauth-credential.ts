import { type CustomResourceOptions, type Input, type Output, secret } from "@pulumi/pulumi";
import { givenArgs } from "./program/given-args.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "./resources/oauth-credential/table.js";
import { isOfType } from "./program/resource-type.js";
import { WebhookKey, type WebhookKeyArgs } from "./webhook-key.js";

/** Inputs of a {@link WebhookOAuthCredential}. */
export interface WebhookOAuthCredentialArgs extends WebhookKeyArgs {
  /** Client identifier at your OAuth server (`keyInformation.clientKeyId`). A change replaces. */
  readonly clientId: Input<string>;
  /**
   * Its secret (`keyInformation.key`). Always treated as a secret, also when passed as a plain string. A change
   * replaces.
   */
  readonly clientSecret: Input<string>;
}

/**
 * The OAuth client credentials with which the platform calls the customer's endpoint (API action STORE).
 *
 * They are stored once, replaced when they are due or when an identity input or the connection's host changes, and
 * otherwise left alone. Preview, refresh and destroy send nothing; the API has no delete, so what was stored lives on
 * until it expires.
 *
 * Errors of a run: ERR_INPUT_…, ERR_CONNECTION, ERR_AUTH_…, ERR_KMS_…, ERR_KEY_…; see docs/errors.md.
 *
 * @see the vendor's guide, "(Optional) Provide Your OAuth Credentials"
 */
export class WebhookOAuthCredential extends WebhookKey {
  /** As sent. */
  declare readonly clientId: Output<string>;
  /** As sent: a change is told by it. Secret. */
  declare readonly clientSecret: Output<string>;

  /**
   * @param name unique name of the resource in the program
   * @param args what to store
   * @param options Pulumi's own; `replacementTrigger`, which must not be secret, stores them anew
   * @throws RunError with ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET, ERR_OPTION_REFUSED, ERR_TRIGGER_SECRET or
   * ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookOAuthCredentialArgs, options?: CustomResourceOptions) {
    const given = givenArgs(args);
    const { clientSecret } = given;
    const secured = { ...given, ...(clientSecret !== undefined && { clientSecret: secret(clientSecret) }) };
    super("webhook-oauth-credential", WEBHOOK_OAUTH_CREDENTIAL, name, secured, options);
  }

  /** Whether it is an OAuth credential, whichever copy of this package made it. */
  static override isInstance(resource: unknown): resource is WebhookOAuthCredential {
    return isOfType(resource, WEBHOOK_OAUTH_CREDENTIAL);
  }
}
