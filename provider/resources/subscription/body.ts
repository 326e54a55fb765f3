import { isRecord } from "../../json-text.js";
import { MEMBER_NAMES, type MemberName, type Members } from "./members.js";
import { DEFAULT_NOTIFICATION_SCOPE, DEFAULT_SECURITY_POLICY } from "./table.js";

/** The flag is a text in the API. */
const retryPolicyOnWire = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || !("deactivateFlag" in value)) return value;
  return { ...value, deactivateFlag: String(value.deactivateFlag) };
};

const onWire = (name: MemberName, value: unknown): unknown =>
  name === "retryPolicy" ? retryPolicyOnWire(value) : value;

const bodyOf = (members: Members): Record<string, unknown> =>
  Object.fromEntries(
    MEMBER_NAMES.filter((name) => members[name] !== undefined).map((name) => [name, onWire(name, members[name])]),
  );

/** What create sends: the members that the program gives, and defaults for the ones that the guide requires. */
export const createBody = (organizationId: string, given: Members, ownName: string): Record<string, unknown> => {
  const { name = ownName, description = ownName, ...others } = bodyOf(given);
  return {
    name,
    description,
    organizationId,
    notificationScope: DEFAULT_NOTIFICATION_SCOPE,
    securityPolicy: DEFAULT_SECURITY_POLICY,
    ...others,
  };
};

/** What PATCH sends: the members that differ, whole, and nothing else. */
export const patchBody = (given: Members, names: readonly MemberName[]): Record<string, unknown> =>
  bodyOf(Object.fromEntries(names.map((name) => [name, given[name]])));

/** Every text below a value. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/** What of a body no message may repeat: queries of URLs carry tokens, and policies name keys and clients. */
export const secretsOf = ({ webhookUrl, healthCheckUrl, securityPolicy }: Record<string, unknown>): string[] => {
  // Not the type of a policy: it is a word of the vendor, which codes in answers may contain.
  const config = isRecord(securityPolicy) ? securityPolicy["config"] : undefined;
  return [...new Set([webhookUrl, healthCheckUrl, config].flatMap(textsOf))];
};
