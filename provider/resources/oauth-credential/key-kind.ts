import { DEFAULT_EXPIRY_DURATION_DAYS, NOTIFICATION_SYSTEM } from "../key/table.js";
import { WEBHOOK_OAUTH_CREDENTIAL } from "./table.js";
import { type KeyKind } from "../key/handlers.js";

/** The client credentials with which the platform gets tokens from the customer's OAuth server: API action STORE. */
export const OAUTH_CREDENTIAL: KeyKind = {
  table: WEBHOOK_OAUTH_CREDENTIAL,
  noun: "OAuth credential",
  // The defaults of keyProvider and tenant are swapped compared with CREATE, as in both source documents (docs/key-service.md).
  toRequest: ({ organizationId, keyProvider, tenant, expiryDuration, clientId = "", clientSecret = "" }) => ({
    action: "STORE",
    organizationId,
    keyProvider: keyProvider ?? organizationId,
    tenant: tenant ?? NOTIFICATION_SYSTEM,
    clientId,
    clientSecret,
    expiryDurationDays: expiryDuration ?? DEFAULT_EXPIRY_DURATION_DAYS,
  }),
  firstKeyNotice: undefined,
  lapse: "the platform can't get a token from your OAuth server",
};
