import { DEFAULT_EXPIRY_DURATION_DAYS, NOTIFICATION_SYSTEM } from "../key/table.js";
import { WEBHOOK_SIGNING_KEY } from "./table.js";
import { type KeyKind } from "../key/handlers.js";

/** The digital signature key that signs notifications: API action CREATE. */
export const SIGNING_KEY: KeyKind = {
  table: WEBHOOK_SIGNING_KEY,
  noun: "signing key",
  toRequest: ({ organizationId, keyProvider, tenant, expiryDuration }) => ({
    action: "CREATE",
    organizationId,
    keyProvider: keyProvider ?? NOTIFICATION_SYSTEM,
    tenant: tenant ?? organizationId,
    expiryDurationDays: expiryDuration ?? DEFAULT_EXPIRY_DURATION_DAYS,
  }),
  firstKeyNotice:
    "If an organization already has a key that this stack doesn't hold, creating one may invalidate it. To keep that key, " +
    "use `adopt` (docs/adoption.md). If you renamed the resource, give it the option `aliases`: otherwise the old key is rotated. " +
    "The same goes for every other signing key that this run creates.",
  lapse: "notifications can't be verified",
};
