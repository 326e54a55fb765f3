import { input, type InputProperty, type OutputProperty } from "../table.js";

/** Recommended by the vendor (docs/key-service.md). */
export const DEFAULT_EXPIRY_DURATION_DAYS = 365;
/** No renewal window: a key is replaced once it has expired. */
export const DEFAULT_RENEW_BEFORE_DAYS = 0;
/** The service's name for its notification system, as provider or tenant of a key (docs/key-service.md). */
export const NOTIFICATION_SYSTEM = "nrtd";

export const sharedInputs = {
  organizationId: input({
    type: "string",
    meaning: "Organization, or merchant, that the key belongs to.",
    isRequired: true,
    onChange: "replace",
  }),
  expiryDuration: input({
    type: "number",
    meaning: "Validity to request, in whole days, at least 1. The service may grant less.",
    default: String(DEFAULT_EXPIRY_DURATION_DAYS),
    onChange: "replace",
  }),
  renewBeforeDays: input({
    type: "number",
    meaning:
      "Length of the renewal window, in days: 0 ≤ n < expiryDuration. The next `pulumi up` in this last part of its validity replaces the key. With 0, the key is replaced only after it has expired.",
    default: String(DEFAULT_RENEW_BEFORE_DAYS),
    onChange: "nothing",
  }),
};

export const connectionInput = input({
  type: "string",
  meaning:
    "Name of a connection. If the stack's configuration names another host for the connection than before, the resource is replaced.",
  default: "`default`",
  onChange: "nothing",
});

export const adoptInput = input({
  type: "{ keyId, key, expirationDate }",
  meaning:
    "An existing key to bring under Pulumi without a request. You can leave it in the program: once the key is due, the next `pulumi up` replaces it with a new one.",
  isSecret: true,
  onChange: "nothing",
});

export const routing = (
  keyProvider: string,
  tenant: string,
): { keyProvider: InputProperty; tenant: InputProperty } => ({
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

export const sharedOutputs = {
  keyId: { type: "string", meaning: "Identifier of the key, as in the header of notifications.", isSecret: true },
  key: { type: "string", meaning: "The key.", isSecret: true },
  expirationDate: { type: "string", meaning: "When the key expires: RFC 3339, UTC.", isSecret: true },
  submitTimeUtc: {
    type: "string",
    meaning: "When the key was issued to this stack: RFC 3339, UTC. Absent for an adopted key.",
    isSecret: true,
    isOptional: true,
  },
  organizationId: { type: "string", meaning: "As sent.", isSecret: false },
  expiryDuration: {
    type: "number",
    meaning:
      "Requested validity in days, as sent. Absent for a key that the native plugin imported, until it's replaced: the input isn't compared before.",
    isSecret: false,
    isOptional: true,
  },
  keyProvider: { type: "string", meaning: "As sent.", isSecret: false },
  tenant: { type: "string", meaning: "As sent.", isSecret: false },
  host: {
    type: "string",
    meaning: "Host that issued the key. Absent for a key that was adopted without a configured connection.",
    isSecret: false,
    isOptional: true,
  },
  status: {
    type: "string",
    meaning:
      "Status of the key in the service's answer, in upper case, such as `ACTIVE`. `UNKNOWN` if it isn't a code; `ADOPTED` for an adopted key.",
    isSecret: false,
  },
  correlationId: {
    type: "string",
    meaning: "`v-c-correlation-id` of the request, for audits. Absent for an adopted key.",
    isSecret: false,
    isOptional: true,
  },
  adopted: {
    type: "string",
    meaning:
      "Identifies the key that was in `adopt` when this one was adopted or created: the first 16 hex digits of the SHA-256 of its keyId, or `none` without `adopt`.",
    isSecret: false,
    isOptional: true,
  },
} satisfies Record<string, OutputProperty>;

/** Defaults of `keyProvider` and `tenant`, as the tables show them. */
export const ORGANIZATION_DEFAULT = "organizationId";
export const SYSTEM_DEFAULT = `\`${NOTIFICATION_SYSTEM}\``;
