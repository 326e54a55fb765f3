import * as pulumi from "@pulumi/pulumi";
import { warnOfConnection } from "./program/connection-warnings.js";
import { emptyIfMissing } from "./program/missing-args.js";
import { refuseOptions, refuseSecretOrganization, refuseUnsafeProgram, secureOptions } from "./program/guards.js";
import { isOfType } from "./program/resource-type.js";
import { refuseRivalSubscription } from "./program/rival-subscriptions.js";
import { checkSecretInputs } from "./program/secret-inputs.js";
import { warnOfStatus } from "./program/status-warnings.js";
import { IN_STATE } from "./resources/refusals.js";
import { WEBHOOK_SUBSCRIPTION } from "./resources/subscription/table.js";
import { declaredOutputs, secretOutputsOf } from "./resources/table.js";
import { providerText, typeOf } from "./seam/provider-text.js";
import { unlessRefused } from "./program/unless-refused.js";

/** A product, and its events that are delivered. Names are those of the platform: docs/subscription-products.md. */
export interface WebhookProduct {
  /** Such as `tokenManagement`. */
  readonly productId: string;
  /** Such as `tms.networktoken.updated`; at least one. */
  readonly eventTypes: readonly string[];
}

/** When the platform retries a delivery: whole numbers. What you leave out is the platform's default. */
export interface WebhookRetryPolicy {
  /** `ARITHMETIC` or `GEOMETRIC`. */
  readonly algorithm?: string;
  /** Minutes until the first retry. */
  readonly firstRetry?: number;
  /** Minutes added for each further retry, or the factor. */
  readonly interval?: number;
  /** Retries in one sequence. */
  readonly numberOfRetries?: number;
  /** Whether the subscription is suspended when all retries have failed. */
  readonly deactivateFlag?: boolean;
  /** How often the whole sequence is repeated. */
  readonly repeatSequenceCount?: number;
  /** Minutes between two sequences. */
  readonly repeatSequenceWaitTime?: number;
}

/** How the platform authenticates itself at your receiver. Every delivery is signed in addition. */
export interface WebhookSecurityPolicy {
  /** `key`: the signature alone. `oAuth` and `oAuth_JWT`: also a token from your server. */
  readonly securityType: string;
  readonly config?: {
    /** URL of your token server. */
    readonly oAuthURL?: string;
    /** Such as `Bearer`. */
    readonly oAuthTokenType?: string;
    /** The sources don't agree on its unit; sent only if you set it. */
    readonly oAuthTokenExpiry?: string | number;
    /** `aud`, `client_id`, `scope`, and `keyId`, which pins a `WebhookOAuthCredential`: `keyId: credential.keyId`. */
    readonly additionalConfig?: Readonly<Record<string, pulumi.Input<string>>>;
  };
}

/** Inputs of {@link WebhookSubscription}. */
export interface WebhookSubscriptionArgs {
  /** Organization, or merchant, whose events are delivered. Must not be secret (ERR_INPUT_SECRET). A change replaces. */
  readonly organizationId: pulumi.Input<string>;
  /** URL of your receiver: https, without a user name or password. Secret if you pass a secret. A change updates in place; a review may follow. */
  readonly webhookUrl: pulumi.Input<string>;
  /** URL that answers GET and POST with 200 while your receiver is healthy. A change updates in place; a review may follow. */
  readonly healthCheckUrl?: pulumi.Input<string>;
  /** Products and events to deliver, at least one. A change updates in place. */
  readonly products: pulumi.Input<readonly WebhookProduct[]>;
  /** Default: project, stack and resource name, when the subscription is created. A change updates in place. */
  readonly name?: pulumi.Input<string>;
  /** Default: as for name. A change updates in place. */
  readonly description?: pulumi.Input<string>;
  /** `SELF` or `DESCENDANTS`. Default `SELF`, when the subscription is created. A change updates in place. */
  readonly notificationScope?: pulumi.Input<string>;
  /** Default: the platform's. A change updates in place, if the service takes it; you are told if it doesn't. */
  readonly retryPolicy?: pulumi.Input<WebhookRetryPolicy>;
  /** Default `{ securityType: "key" }`, when the subscription is created. Secret as an output. A change updates in place. */
  readonly securityPolicy?: pulumi.Input<WebhookSecurityPolicy>;
  /** Whether the platform delivers. Default true. A change updates in place. */
  readonly active?: pulumi.Input<boolean>;
  /** Name of a connection in the stack's configuration. Default `default`. Another host replaces. */
  readonly connection?: pulumi.Input<string>;
  /** The signing key of the organization: it is created before the subscription. It is not sent, and its rotation changes nothing. */
  readonly signingKey?: pulumi.Resource;
  /** `webhookId` of a subscription that exists, to bring under Pulumi without a change. A change does nothing. */
  readonly adopt?: pulumi.Input<string>;
}

/**
 * A webhook subscription: the platform delivers the events of these products to your receiver. Unlike a key it can be read,
 * changed and deleted. Destroying the resource deletes it at the platform.
 *
 * Errors of a run: ERR_SUBSCRIPTION_…, ERR_OUTCOME_UNKNOWN, ERR_HOST_DIFFERS, ERR_CONNECTION, ERR_AUTH_…, ERR_INPUT_…; see
 * docs/errors.md.
 */
export class WebhookSubscription extends pulumi.CustomResource {
  /** Identifier of the subscription; also the resource's id. */
  declare readonly webhookId: pulumi.Output<string>;
  /** ACTIVE, INACTIVE, PENDING_REVIEW, BLOCKED or SUSPENDED, as of the last run. */
  declare readonly status: pulumi.Output<string>;
  /** Code of the error because of which the last refresh couldn't read it. Undefined if it was read. */
  declare readonly readError: pulumi.Output<string | undefined>;
  /** When it was created, as the service writes it. */
  declare readonly createdOn: pulumi.Output<string | undefined>;
  /** Host that holds it. */
  declare readonly host: pulumi.Output<string>;
  declare readonly organizationId: pulumi.Output<string>;
  declare readonly webhookUrl: pulumi.Output<string>;
  declare readonly healthCheckUrl: pulumi.Output<string | undefined>;
  declare readonly products: pulumi.Output<WebhookProduct[]>;
  declare readonly name: pulumi.Output<string | undefined>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly notificationScope: pulumi.Output<string | undefined>;
  declare readonly retryPolicy: pulumi.Output<WebhookRetryPolicy | undefined>;
  /** Secret. */
  declare readonly securityPolicy: pulumi.Output<WebhookSecurityPolicy | undefined>;
  /** Connection through which it's read and deleted. */
  declare readonly connection: pulumi.Output<string>;
  /** What the program last sent, and what the service answered to it. Secret. */
  declare readonly applied: pulumi.Output<unknown>;

  /**
   * @param name unique name of the resource in the program
   * @param args what is delivered, and where to
   * @param options Pulumi's own
   * @throws RunError with ERR_RIVAL_SUBSCRIPTIONS, ERR_INPUT_SECRET, ERR_LEGACY_DIFF, ERR_CONFIG_NOT_SECRET,
   * ERR_OPTION_REFUSED, ERR_TRIGGER_SECRET or ERR_PULUMI_VERSION
   */
  constructor(name: string, args: WebhookSubscriptionArgs, options?: pulumi.CustomResourceOptions) {
    refuseUnsafeProgram();
    refuseOptions(WEBHOOK_SUBSCRIPTION, name, options);
    const { signingKey, ...given } = emptyIfMissing(args);
    refuseRivalSubscription(name, given);
    // The service takes a product and event of an organization once, so the old subscription goes before the new one comes.
    const ordered = pulumi.mergeOptions(options, {
      deleteBeforeReplace: true,
      ...(signingKey !== undefined && { dependsOn: [signingKey] }),
    });
    super(
      typeOf(WEBHOOK_SUBSCRIPTION),
      name,
      {
        ...declaredOutputs(WEBHOOK_SUBSCRIPTION),
        ...refuseSecretOrganization(name, checkSecretInputs(given, WEBHOOK_SUBSCRIPTION), IN_STATE),
        __ownName: `${pulumi.getProject()}-${pulumi.getStack()}-${name}`,
        __provider: unlessRefused(providerText("webhook-subscription")),
      },
      secureOptions(ordered, secretOutputsOf(WEBHOOK_SUBSCRIPTION)),
    );
    warnOfConnection(name, given.connection);
    warnOfStatus(this);
  }

  /** Whether it is a subscription, whichever copy of this package made it. */
  static override isInstance(resource: unknown): resource is WebhookSubscription {
    return isOfType(resource, WEBHOOK_SUBSCRIPTION);
  }
}
