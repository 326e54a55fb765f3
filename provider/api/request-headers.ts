import { type Connection } from "./connection.js";

/**
 * Prefers JSON and accepts anything else. The official clients send only `application/hal+json`, which the routes for
 * webhooks answer with 406. With the wildcard, no server that follows RFC 9110 can do that (docs/key-service.md).
 */
const ACCEPT = "application/json, */*;q=0.1";

/** The headers of every request, without those of the signature. */
export const requestHeaders = (
  { senderOrganizationId, permissions }: Connection,
  correlationId: string,
): Record<string, string> => ({
  accept: ACCEPT,
  "v-c-correlation-id": correlationId,
  ...(senderOrganizationId !== undefined && { "v-c-sender-organization-id": senderOrganizationId }),
  ...(permissions !== undefined && { "v-c-permissions": permissions }),
});
