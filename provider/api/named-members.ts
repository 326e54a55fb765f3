import { z } from "zod";
import { readJson } from "../json-text.js";

/** Names of members in requests about subscriptions. */
const MEMBERS = new Set([
  ...["name", "description", "organizationId", "products", "productId", "eventTypes", "webhookUrl", "healthCheckUrl"],
  ...["notificationScope", "status", "retryPolicy", "algorithm", "firstRetry", "interval", "numberOfRetries"],
  ...["deactivateFlag", "repeatSequenceCount", "repeatSequenceWaitTime", "securityPolicy", "securityType", "config"],
  ...["oAuthURL", "oAuthTokenType", "oAuthTokenExpiry", "additionalConfig", "aud", "client_id", "keyId", "scope"],
]);
const MAX_MEMBERS = 5;

const detailsSchema = z.object({ details: z.array(z.object({ field: z.string() })) });

const isPath = (field: string): boolean =>
  field.length <= 80 && field.split(".").every((part) => MEMBERS.has(part) || /^\d{1,3}$/.test(part));

/**
 * The members that an answer says are wrong, such as `securityPolicy.config.oAuthTokenExpiry`. Only paths of names in a list
 * of ours are repeated, so no value of a request can be among them.
 */
export const namedMembersOf = (body: string): string[] => {
  const { data } = detailsSchema.safeParse(readJson(body));
  const fields = (data?.details ?? []).map(({ field }) => field).filter(isPath);
  return [...new Set(fields)].slice(0, MAX_MEMBERS);
};
