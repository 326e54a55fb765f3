import { type PackageResource } from "../../../../cli/status/deployment.js";
import { DAY_MS } from "../../../../provider/dates.js";

/** The time of these tests. */
export const NOW = new Date("2026-03-10T12:00:00Z");

export const daysFromNow = (days: number): string => new Date(NOW.getTime() + days * DAY_MS).toISOString();

/** A secret value as Pulumi writes it to a plain-text file. */
export const sealed = (value: unknown): Record<string, string> => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

export const SECRETS = { keyId: "key-id-that-nobody-may-see", key: "key-that-nobody-may-see" };

export interface KeyGiven {
  readonly name?: string;
  readonly stack?: string;
  readonly kind?: "WebhookSigningKey" | "WebhookOAuthCredential" | "WebhookEncryptionKey";
  /** Types of its parents as in a URN, each followed by a dollar sign. */
  readonly parents?: string;
  readonly id?: string;
  /** When it expires, in days from now; or the expirationDate as text. */
  readonly end?: number | string;
  /** Days since it was issued. */
  readonly issuedDays?: number | undefined;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly flags?: Pick<PackageResource, "protect" | "taint" | "delete" | "pendingReplacement">;
}

/** A key in a state: by default issued 165 days ago for 365 days. */
export const keyResource = ({
  name = "orders",
  stack = "prod",
  kind = "WebhookSigningKey",
  parents = "",
  id = "merchant_org/0af5c5f4aacc569e",
  end = 200,
  issuedDays = 165,
  inputs = { renewBeforeDays: 30 },
  outputs = {},
  flags = {},
}: KeyGiven = {}): PackageResource => {
  const type = `pulumi-nodejs:dynamic/cybersource-webhooks:${kind}`;
  return {
    urn: `urn:pulumi:${stack}::webhooks::${parents}${type}::${name}`,
    id,
    type,
    ...flags,
    inputs: { organizationId: "merchant_org", ...inputs },
    outputs: {
      organizationId: "merchant_org",
      host: "api.cybersource.com",
      status: "ACTIVE",
      expiryDuration: 365,
      keyId: sealed(SECRETS.keyId),
      key: sealed(SECRETS.key),
      expirationDate: sealed(typeof end === "number" ? daysFromNow(end) : end),
      submitTimeUtc: sealed(daysFromNow(-issuedDays)),
      ...outputs,
    },
  };
};

/** WebhookVerificationKeys with the given key IDs, the current one first, whose input `current` comes from the given keys. */
export const verificationKeysResource = (
  name: string,
  keyIds: readonly string[] | string,
  current: readonly PackageResource[] = [],
): PackageResource => {
  const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookVerificationKeys";
  const held = typeof keyIds === "string" ? keyIds : keyIds.map((keyId) => ({ keyId, key: SECRETS.key }));
  return {
    urn: `urn:pulumi:prod::webhooks::${type}::${name}`,
    id: "verification-keys/0af5c5f4aacc569e",
    type,
    inputs: {},
    outputs: { keys: sealed(held) },
    propertyDependencies: { current: current.map(({ urn }) => urn), overlapDays: [] },
  };
};

export interface SubscriptionGiven {
  readonly name?: string;
  readonly stack?: string;
  readonly id?: string;
  readonly status?: unknown;
  readonly webhookUrl?: unknown;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly flags?: Pick<PackageResource, "protect" | "taint" | "delete" | "pendingReplacement">;
}

/** Parts of a subscription that no report may show. */
export const SUBSCRIPTION_SECRETS = {
  query: "token-of-the-query",
  path: "token-in-the-path",
  clientId: "client-of-the-policy",
};

/** A subscription in a state: by default active. */
export const subscriptionResource = ({
  name = "orders",
  stack = "prod",
  id = "1b6c9d3a-0000-4000-8000-000000000001",
  status = "ACTIVE",
  webhookUrl = `https://hooks.example.com/${SUBSCRIPTION_SECRETS.path}?t=${SUBSCRIPTION_SECRETS.query}`,
  inputs = {},
  outputs = {},
  flags = {},
}: SubscriptionGiven = {}): PackageResource => {
  const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSubscription";
  const { keyId } = SECRETS;
  const securityPolicy = {
    securityType: "oAuth",
    config: { additionalConfig: { keyId, client_id: SUBSCRIPTION_SECRETS.clientId } },
  };
  return {
    urn: `urn:pulumi:${stack}::webhooks::${type}::${name}`,
    id,
    type,
    ...flags,
    inputs: { organizationId: "merchant_org", webhookUrl, securityPolicy: sealed(securityPolicy), ...inputs },
    outputs: {
      organizationId: "merchant_org",
      host: "api.cybersource.com",
      connection: "default",
      webhookId: id,
      status,
      webhookUrl,
      healthCheckUrl: `https://hooks.example.com/up?t=${SUBSCRIPTION_SECRETS.query}`,
      securityPolicy: sealed(securityPolicy),
      applied: sealed({ sent: { securityPolicy }, answered: {} }),
      ...outputs,
    },
  };
};

/** The resource of the stack itself in a state. */
export const stackResource = (stack = "prod"): unknown => ({
  urn: `urn:pulumi:${stack}::webhooks::pulumi:pulumi:Stack::webhooks-${stack}`,
  type: "pulumi:pulumi:Stack",
});

/** A state as `pulumi stack export --show-secrets` writes it. */
export const stateText = (resources: readonly unknown[], secretsProvider?: unknown, version = 3): string =>
  JSON.stringify({ version, deployment: { manifest: {}, secrets_providers: secretsProvider, resources } });
