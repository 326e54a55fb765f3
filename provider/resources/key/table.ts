import { input, type InputProperty, type OutputProperty } from "../table.js";

/** Validity asked for when the program does not say: what the vendor recommends (spec.md 1.3). */
export const DEFAULT_EXPIRY_DURATION_DAYS = 365;
/** A key is replaced once it has expired, unless the program asks for a window. */
export const DEFAULT_RENEW_BEFORE_DAYS = 0;
/** The name that the service gives to its notification system, as provider or tenant of a key (spec.md 1.3). */
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

export const connectionInput = input({
  type: "string",
  meaning:
    "Name of a connection in the stack's configuration. If the stack's configuration names another host for it, that replaces the resource.",
  default: "`default`",
  onChange: "nothing",
});

export const adoptInput = input({
  type: "{ keyId, key, expirationDate }",
  meaning:
    "A key that exists already: it comes under Pulumi without a request. It may stay in the program: once the key is due, the next `pulumi up` replaces it with a new one.",
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

/** What `keyProvider` and `tenant` default to, for the tables. */
export const ORGANIZATION_DEFAULT = "organizationId";
export const SYSTEM_DEFAULT = `\`${NOTIFICATION_SYSTEM}\``;
