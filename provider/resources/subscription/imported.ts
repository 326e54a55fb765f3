import { type Subscription } from "../../api/subscription-wire.js";
import { isRecord } from "../../json-text.js";
import { type Properties, wireSecret } from "../protocol.js";
import { type MemberName, membersOf } from "./members.js";
import { WEBHOOK_SUBSCRIPTION } from "./table.js";

/** The id in `pulumi import`: a webhookId, or `ORGANIZATION/WEBHOOKID` if the service doesn't say whose it is. */
export const parseImportId = (id: string): { readonly organizationId: string; readonly webhookId: string } => {
  const slash = id.lastIndexOf("/");
  return { organizationId: id.slice(0, Math.max(slash, 0)), webhookId: id.slice(slash + 1) };
};

/** The service writes the flag as text. */
const asInput = (name: MemberName, value: unknown): unknown => {
  if (name !== "retryPolicy" || !isRecord(value)) return value;
  const flag = { true: true, false: false }[String(value.deactivateFlag).toLowerCase()];
  return flag === undefined ? value : { ...value, deactivateFlag: flag };
};

/** The policy names keys and clients, and the query of a URL can hold a token. */
const isHidden = (name: MemberName, value: unknown): boolean =>
  name === "securityPolicy" && isRecord(value) && Object.keys(value).join() !== "securityType";
const hasQuery = (value: unknown): boolean => typeof value === "string" && value.includes("?");

/**
 * The inputs of a program that declares this subscription as it is. What isn't an input as the service writes it, or can't
 * be shown in the code that Pulumi generates, is left out: it stays as it is at the service.
 */
export const importedInputs = async (
  { members, status }: Subscription,
  organizationId: string,
): Promise<Properties> => {
  const { schemaOf } = await import("../schemas.js");
  const inputs = Object.entries(membersOf(members))
    .map(([name, value]) => [name, asInput(name as MemberName, value)] as const)
    .filter(([name, value]) => !isHidden(name as MemberName, value))
    .filter(([name, value]) => schemaOf(WEBHOOK_SUBSCRIPTION, name)?.safeParse(value).success === true)
    .map(([name, value]) => [name, hasQuery(value) ? wireSecret(value) : value] as const);
  // A suspended one isn't switched off: the platform activates it when its receiver answers again.
  return { organizationId, ...Object.fromEntries(inputs), ...(status === "INACTIVE" && { active: false }) };
};
