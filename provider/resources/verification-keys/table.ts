import { input, type ResourceTable } from "../table.js";

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
