/** One input of a resource: check, diff and the tables in docs/resources.md derive from it. */
export interface InputProperty {
  readonly type: string;
  readonly meaning: string;
  readonly isRequired: boolean;
  /** The default, in words. It is resolved in create and never compared in diff. */
  readonly default?: string;
  readonly isSecret: boolean;
  /** Whether another value replaces the resource, updates it in place, or is kept with the inputs and changes nothing. */
  readonly onChange: "replace" | "update" | "nothing";
}

/** One output of a resource. */
export interface OutputProperty {
  readonly type: string;
  readonly meaning: string;
  readonly isSecret: boolean;
}

/** All that is known of a resource's properties. */
export interface ResourceTable {
  readonly name: string;
  readonly inputs: Readonly<Record<string, InputProperty>>;
  readonly outputs: Readonly<Record<string, OutputProperty>>;
}

/** Validity asked for when the program does not say: what the vendor recommends (spec.md 1.3). */
export const DEFAULT_EXPIRY_DURATION_DAYS = 365;
/** A key is replaced once it has expired, unless the program asks for a window. */
export const DEFAULT_RENEW_BEFORE_DAYS = 0;
export const DEFAULT_CONNECTION = "default";
/** The name that the service gives to its notification system, as provider or tenant of a key (spec.md 1.3). */
export const NOTIFICATION_SYSTEM = "nrtd";

const input = (
  property: Pick<InputProperty, "type" | "meaning" | "onChange"> & Partial<InputProperty>,
): InputProperty => ({ isRequired: false, isSecret: false, ...property });

const sharedInputs = {
  organizationId: input({
    type: "string",
    meaning: "Organization, or merchant, that the key belongs to.",
    isRequired: true,
    onChange: "replace",
  }),
  expiryDuration: input({
    type: "number",
    meaning: "Validity to ask for, in whole days, at least 1. The service may grant less.",
    default: String(DEFAULT_EXPIRY_DURATION_DAYS),
    onChange: "replace",
  }),
  renewBeforeDays: input({
    type: "number",
    meaning:
      "Days before its end from which the key is replaced: 0 ≤ n < expiryDuration. With 0 it is replaced once it has expired.",
    default: String(DEFAULT_RENEW_BEFORE_DAYS),
    onChange: "nothing",
  }),
};

const connectionInput = input({
  type: "string",
  meaning:
    "Name of a connection in the stack's configuration. If the stack's configuration names another host for it, that replaces the resource.",
  default: "`default`",
  onChange: "nothing",
});

const adoptInput = input({
  type: "{ keyId, key, expirationDate }",
  meaning:
    "A key that exists already: it comes under Pulumi without a request. It may stay in the program: once the key is due, the next `pulumi up` replaces it with a new one.",
  isSecret: true,
  onChange: "nothing",
});

const routing = (keyProvider: string, tenant: string): { keyProvider: InputProperty; tenant: InputProperty } => ({
  keyProvider: input({
    type: "string",
    meaning: "`keyInformation.provider` of the request.",
    default: keyProvider,
    onChange: "replace",
  }),
  tenant: input({
    type: "string",
    meaning: "`keyInformation.tenant` of the request.",
    default: tenant,
    onChange: "replace",
  }),
});

const sharedOutputs = {
  keyId: { type: "string", meaning: "Identifier of the key, as in the header of a notification.", isSecret: true },
  key: { type: "string", meaning: "The key.", isSecret: true },
  expirationDate: { type: "string", meaning: "End of its validity, RFC 3339, UTC.", isSecret: true },
  submitTimeUtc: {
    type: "string",
    meaning: "When it was issued to this stack, RFC 3339, UTC. Absent for an adopted key.",
    isSecret: true,
  },
  organizationId: { type: "string", meaning: "As sent.", isSecret: false },
  expiryDuration: { type: "number", meaning: "Validity that was asked for, in days, as sent.", isSecret: false },
  keyProvider: { type: "string", meaning: "As sent.", isSecret: false },
  tenant: { type: "string", meaning: "As sent.", isSecret: false },
  host: {
    type: "string",
    meaning: "Host that issued the key. Absent for a key adopted while no connection was configured.",
    isSecret: false,
  },
  status: {
    type: "string",
    meaning:
      "Status of the key in the answer, upper case, such as `ACTIVE`, or `UNKNOWN` if that is no code; `ADOPTED` for an adopted key.",
    isSecret: false,
  },
  correlationId: {
    type: "string",
    meaning: "`v-c-correlation-id` of the request, for audits. Absent for an adopted key.",
    isSecret: false,
  },
  adopted: {
    type: "string",
    meaning:
      "Which key `adopt` gave when this one was adopted or made: the first 16 hex digits of the SHA-256 of its keyId, or `none` without `adopt`.",
    isSecret: false,
  },
} satisfies Record<string, OutputProperty>;

const organization = "organizationId";
const system = `\`${NOTIFICATION_SYSTEM}\``;

export const WEBHOOK_SIGNING_KEY = {
  name: "WebhookSigningKey",
  inputs: { ...sharedInputs, ...routing(system, organization), connection: connectionInput, adopt: adoptInput },
  outputs: {
    ...sharedOutputs,
    key: { ...sharedOutputs.key, meaning: "The digital signature key: base64 of 32 bytes." },
  },
} satisfies ResourceTable;

export const WEBHOOK_OAUTH_CREDENTIAL = {
  name: "WebhookOAuthCredential",
  inputs: {
    organizationId: sharedInputs.organizationId,
    clientId: input({
      type: "string",
      meaning: "Client identifier at your OAuth server (`keyInformation.clientKeyId`).",
      isRequired: true,
      onChange: "replace",
    }),
    clientSecret: input({
      type: "string",
      meaning: "Its secret (`keyInformation.key`). Always treated as a secret, also when passed as a plain string.",
      isRequired: true,
      isSecret: true,
      onChange: "replace",
    }),
    expiryDuration: sharedInputs.expiryDuration,
    renewBeforeDays: sharedInputs.renewBeforeDays,
    ...routing(organization, system),
    connection: connectionInput,
    adopt: adoptInput,
  },
  outputs: {
    ...sharedOutputs,
    key: { ...sharedOutputs.key, meaning: "The stored secret, as the service echoes it." },
    clientId: { type: "string", meaning: "As sent.", isSecret: false },
    clientSecret: { type: "string", meaning: "As sent: a change is told by it.", isSecret: true },
  },
} satisfies ResourceTable;

/** Days for which an earlier key is kept when the program does not say: as far back as notifications are replayed. */
export const DEFAULT_OVERLAP_DAYS = 30;

export const WEBHOOK_VERIFICATION_KEYS = {
  name: "WebhookVerificationKeys",
  inputs: {
    current: input({
      type: "WebhookSigningKey, or { keyId, key, expirationDate }",
      meaning: "The key that signs now. When it is another one, that which was current becomes an earlier one.",
      isRequired: true,
      isSecret: true,
      onChange: "update",
    }),
    overlapDays: input({
      type: "number",
      meaning: "Days for which an earlier key is kept after it was replaced, 0 or more.",
      default: String(DEFAULT_OVERLAP_DAYS),
      onChange: "update",
    }),
  },
  outputs: {
    keys: {
      type: "{ keyId, key, expirationDate?, retiredAt? }[]",
      meaning:
        "The current key first, then earlier ones, newest first, each with `retiredAt`, until they leave the overlap or reach their own end. Without `expirationDate` where the service gave none.",
      isSecret: true,
    },
    previous: {
      type: "{ keyId, key, expirationDate?, retiredAt }",
      meaning: "The newest earlier key. Absent where there is none.",
      isSecret: true,
    },
  },
} satisfies ResourceTable;

/** Names of the outputs that are secret. */
export const secretOutputsOf = ({ outputs }: ResourceTable): string[] =>
  Object.entries(outputs)
    .filter(([, { isSecret }]) => isSecret)
    .map(([name]) => name);

/** Every output, not yet set: what the constructor of a dynamic resource must name for the outputs to appear on it. */
export const declaredOutputs = ({ outputs }: ResourceTable): Record<string, undefined> =>
  Object.fromEntries(Object.keys(outputs).map((name) => [name, undefined]));

/** Module part of the Pulumi types, as in `pulumi-nodejs:dynamic/cybersource-webhooks:WebhookSigningKey`. */
export const MODULE = "cybersource-webhooks";
