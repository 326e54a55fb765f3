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

const MAX_LENGTH = 80;

/** Services write a path in several forms, such as `products[0].productId`, `/products/0/productId` and `$.products`. */
const SEPARATORS = /[.$#/[\]'"]+/;

/** The parts of a path, or undefined if it isn't one of members. */
const partsOf = (field: string): string[] | undefined => {
  if (field.length > MAX_LENGTH) return undefined;
  const parts = field.split(SEPARATORS).filter((part) => part !== "");
  const isPath = parts.length > 0 && parts.every((part) => MEMBERS.has(part) || /^\d{1,3}$/.test(part));
  return isPath ? parts : undefined;
};

/**
 * The members that an answer says are wrong, such as `securityPolicy.config.oAuthTokenExpiry`. Only paths of names in a list
 * of ours are repeated, so no value of a request can be among them.
 */
export const namedMembersOf = (body: string): string[] => {
  const { data } = detailsSchema.safeParse(readJson(body));
  const paths = (data?.details ?? []).flatMap(({ field }) => partsOf(field)?.join(".") ?? []);
  return [...new Set(paths)].slice(0, MAX_MEMBERS);
};
