import { type Subscription } from "../../api/subscription-wire.js";
import { DEFAULT_CONNECTION } from "../../connection/settings.js";
import { isRecord } from "../../json-text.js";
import { type Properties } from "../protocol.js";
import { type MemberName, membersOf } from "./members.js";
import { URL_NAMES } from "./secret-outputs.js";
import { canCarryToken } from "../../url-token.js";
import { WEBHOOK_SUBSCRIPTION } from "./table.js";

/** The id in `pulumi import`: a webhookId, or `ORGANIZATION/WEBHOOKID` if the service doesn't say whose it is. */
export const parseImportId = (id: string): { readonly organizationId: string; readonly webhookId: string } => {
  const slash = id.lastIndexOf("/");
  return { organizationId: id.slice(0, Math.max(slash, 0)), webhookId: id.slice(slash + 1) };
};

/** The service writes the flag as text. */
const retryPolicyAsInput = (policy: Properties): Properties => {
  const flag = { true: true, false: false }[String(policy.deactivateFlag).toLowerCase()];
  return flag === undefined ? policy : { ...policy, deactivateFlag: flag };
};

/** Only the members that an input has: the service adds some of its own. */
const securityPolicyAsInput = ({ securityType, config }: Properties): Properties => {
  const isEmpty = config === undefined || config === null || (isRecord(config) && Object.keys(config).length === 0);
  return isEmpty ? { securityType } : { securityType, config };
};

const asInput = (name: MemberName, value: unknown): unknown => {
  if (!isRecord(value)) return value;
  if (name === "retryPolicy") return retryPolicyAsInput(value);
  return name === "securityPolicy" ? securityPolicyAsInput(value) : value;
};

/** The config of a policy names keys and clients, and a URL can hold a token. */
const isHidden = (name: MemberName, value: unknown): boolean =>
  (URL_NAMES.includes(name) && canCarryToken(value)) ||
  (name === "securityPolicy" && isRecord(value) && "config" in value);

/** Whether the properties that read gets are none of a state: those of `pulumi import`, which can name a connection. */
export const isImport = (properties: Properties): boolean =>
  Object.keys(properties).every((name) => name === "connection");

/**
 * The inputs of a program that declares this subscription as it is. What isn't an input as the service writes it, or can't
 * be shown in the code that Pulumi generates, is left out: it stays as it is at the service.
 */
export const importedInputs = async (
  { members, status }: Subscription,
  { organizationId, connection }: { readonly organizationId: string; readonly connection: string },
): Promise<Properties> => {
  const { schemaOf } = await import("../schemas.js");
  const inputs = Object.entries(membersOf(members))
    .map(([name, value]) => [name, asInput(name as MemberName, value)] as const)
    .filter(([name, value]) => !isHidden(name as MemberName, value))
    .filter(([name, value]) => schemaOf(WEBHOOK_SUBSCRIPTION, name)?.safeParse(value).success === true);
  const named = connection === DEFAULT_CONNECTION ? {} : { connection };
  // A suspended one isn't switched off: the platform activates it when its receiver answers again.
  const paused = status === "INACTIVE" ? { active: false } : {};
  return { organizationId, ...named, ...Object.fromEntries(inputs), ...paused };
};
