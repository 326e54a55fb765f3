import { input, type ResourceTable } from "../table.js";

/** The platform can replay notifications that are up to this old. */
export const DEFAULT_OVERLAP_DAYS = 30;

export const WEBHOOK_VERIFICATION_KEYS = {
  name: "WebhookVerificationKeys",
  meaning: "What a receiver verifies with: the current signing key and, for a while, earlier ones. It calls no API.",
  inputs: {
    current: input({
      type: "WebhookSigningKey, or { keyId, key, expirationDate }",
      meaning: "The key that signs now. When another key takes its place, it's kept as an earlier key.",
      isRequired: true,
      isSecret: true,
      onChange: "update",
    }),
    overlapDays: input({
      type: "number",
      meaning: "Days, 0 or more, for which an earlier key is kept after its replacement.",
      default: String(DEFAULT_OVERLAP_DAYS),
      onChange: "update",
    }),
  },
  outputs: {
    keys: {
      type: "{ keyId, key, expirationDate?, retiredAt? }[]",
      meaning:
        "The current key, then earlier keys from newest to oldest, each with `retiredAt`. An earlier key is removed when its overlap is over or when it expires. `expirationDate` is absent if the service gave none.",
      isSecret: true,
    },
    previous: {
      type: "{ keyId, key, expirationDate?, retiredAt }",
      meaning: "The newest earlier key. Absent if there is none.",
      isSecret: true,
      isOptional: true,
    },
  },
} satisfies ResourceTable;
