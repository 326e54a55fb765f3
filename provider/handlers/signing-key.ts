import { DEFAULT_EXPIRY_DURATION_DAYS, NOTIFICATION_SYSTEM, WEBHOOK_SIGNING_KEY } from "../properties.js";
import { type KeyKind } from "./key-resource.js";

/** The digital signature key that signs notifications: API action CREATE. */
export const SIGNING_KEY: KeyKind = {
  table: WEBHOOK_SIGNING_KEY,
  toRequest: ({ organizationId, keyProvider, tenant, expiryDuration }) => ({
    action: "CREATE",
    organizationId,
    keyProvider: keyProvider ?? NOTIFICATION_SYSTEM,
    tenant: tenant ?? organizationId,
    expiryDurationDays: expiryDuration ?? DEFAULT_EXPIRY_DURATION_DAYS,
  }),
  firstKeyNotice:
    "a signing key is to be made. CREATE may override the key that the organization has now, also one made by hand: if " +
    "one is in use that Pulumi does not know, bring it in with `adopt` instead",
};
