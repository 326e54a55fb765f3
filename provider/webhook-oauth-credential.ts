import { type CustomResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { secretInput } from "./program/clear-inputs.js";
import { emptyIfMissing } from "./program/missing-args.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "./resources/oauth-credential/table.js";
import { isOfType } from "./program/resource-type.js";
import { WebhookKey, type WebhookKeyArgs } from "./webhook-key.js";

/** Inputs of a {@link WebhookOAuthCredential}. */
export interface WebhookOAuthCredentialArgs extends WebhookKeyArgs {
  /** Client identifier at your OAuth server (`keyInformation.clientKeyId`). A change replaces the credential. */
  readonly clientId: Input<string>;
  /**
   * The client's secret (`keyInformation.key`). Always treated as secret, even if passed as a plain string. A change
   * replaces the credential.
   */
  readonly clientSecret: Input<string>;
}

/**
 * The OAuth client credentials with which the platform gets a token from your OAuth server (API action STORE).
 *
 * `pulumi up` stores them once, and replaces them when they're due, when an input changes that replaces them, or when the
 * connection's host changes. Preview, refresh and destroy send no requests. The API can't delete credentials, so destroyed
 * ones stay valid until they expire.
 *
 * Errors of a run: ERR_INPUT_…, ERR_CONNECTION, ERR_AUTH_…, ERR_KMS_…, ERR_KEY_…; see docs/errors.md.
 *
 * @see the vendor's guide, "(Optional) Provide Your OAuth Credentials"
 */
export class WebhookOAuthCredential extends WebhookKey {
  /** As sent. */
  declare readonly clientId: Output<string>;
  /** As sent. The input is compared with it to detect a change. Secret. */
  declare readonly clientSecret: Output<string>;

  /**
   * @param name unique name of the resource in the program
   * @param args the credentials to store
   * @param options Pulumi's resource options. A change of `replacementTrigger`, which must not be secret, stores the
   * credentials again.
   * @throws RunError with ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET, ERR_OPTION_REFUSED, ERR_TRIGGER_SECRET or
   * ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookOAuthCredentialArgs, options?: CustomResourceOptions) {
    const presentArgs = emptyIfMissing(args);
    const { clientSecret } = presentArgs;
    const secured = { ...presentArgs, ...(clientSecret !== undefined && { clientSecret: secretInput(clientSecret) }) };
    super("webhook-oauth-credential", WEBHOOK_OAUTH_CREDENTIAL, name, secured, options);
  }

  /** Whether a value is a WebhookOAuthCredential, also one from another copy of this package. */
  static override isInstance(resource: unknown): resource is WebhookOAuthCredential {
    return isOfType(resource, WEBHOOK_OAUTH_CREDENTIAL);
  }
}
