import { WEBHOOK_ENCRYPTION_KEY } from "./encryption-key/table.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "./oauth-credential/table.js";
import { WEBHOOK_SIGNING_KEY } from "./signing-key/table.js";
import { WEBHOOK_SUBSCRIPTION } from "./subscription/table.js";
import { type ResourceTable } from "./table.js";
import { WEBHOOK_VERIFICATION_KEYS } from "./verification-keys/table.js";

/** The table of every resource, by the name of its module in seam/. The documentation and the tests go through this list. */
export const RESOURCE_TABLES = {
  "webhook-signing-key": WEBHOOK_SIGNING_KEY,
  "webhook-oauth-credential": WEBHOOK_OAUTH_CREDENTIAL,
  "webhook-encryption-key": WEBHOOK_ENCRYPTION_KEY,
  "webhook-verification-keys": WEBHOOK_VERIFICATION_KEYS,
  "webhook-subscription": WEBHOOK_SUBSCRIPTION,
} satisfies Record<string, ResourceTable>;
