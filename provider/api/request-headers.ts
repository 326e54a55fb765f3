import { type Connection } from "./connection.js";

/**
 * JSON first, and whatever the service has behind it. The routes of webhooks answer 406 to `application/hal+json` alone,
 * which the official clients offer; with a wildcard no server that follows RFC 9110 can refuse (spec.md 1.2).
 */
const ACCEPT = "application/json, */*;q=0.1";

/** The headers of every request, but for those that sign it. */
export const requestHeaders = (
  { senderOrganizationId, permissions }: Connection,
  correlationId: string,
): Record<string, string> => ({
  accept: ACCEPT,
  "v-c-correlation-id": correlationId,
  ...(senderOrganizationId !== undefined && { "v-c-sender-organization-id": senderOrganizationId }),
  ...(permissions !== undefined && { "v-c-permissions": permissions }),
});
