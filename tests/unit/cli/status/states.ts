import { type PackageResource } from "../../../../cli/status/deployment.js";
import { DAY_MS } from "../../../../provider/dates.js";

/** The time of these tests. */
export const NOW = new Date("2026-03-10T12:00:00Z");

export const daysFromNow = (days: number): string => new Date(NOW.getTime() + days * DAY_MS).toISOString();

/** A value as Pulumi seals it, in the clear. */
export const sealed = (value: unknown): Record<string, string> => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

export const SECRETS = { keyId: "key-id-that-nobody-may-see", key: "key-that-nobody-may-see" };

export interface KeyGiven {
  readonly name?: string;
  readonly stack?: string;
  readonly kind?: "WebhookSigningKey" | "WebhookOAuthCredential";
  /** Types of the components that it is below, and its own, with dollar signs between, as in a URN. */
  readonly parents?: string;
  readonly id?: string;
  /** When it ends, in days from now; a text stands as it is. */
  readonly end?: number | string;
  /** Days since it was issued; none for an adopted key. */
  readonly issuedDays?: number | undefined;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly flags?: Pick<PackageResource, "protect" | "taint" | "delete" | "pendingReplacement">;
}

/** A key as a state has it: made for 365 days, 165 days ago. */
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

/** The WebhookVerificationKeys of a stack that holds `keyIds`, the current one first, and was given the keys of `current`. */
export const ringResource = (
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

/** The stack itself, as a state has it. */
export const stackResource = (stack = "prod"): unknown => ({
  urn: `urn:pulumi:${stack}::webhooks::pulumi:pulumi:Stack::webhooks-${stack}`,
  type: "pulumi:pulumi:Stack",
});

/** A state as `pulumi stack export --show-secrets` writes it. */
export const stateText = (resources: readonly unknown[], secretsProvider?: unknown, version = 3): string =>
  JSON.stringify({ version, deployment: { manifest: {}, secrets_providers: secretsProvider, resources } });
