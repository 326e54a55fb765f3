import { MEMBER_NAMES, type MemberName, type Members } from "../../provider/resources/subscription/members.js";
import { type Rewriting } from "./subscription-rewritings.js";
import { meaningOf } from "./subscription-values.js";

/** What a state should say of a subscription, in the values that the service itself holds. */
export interface HeldModel {
  /** What the program last sent. */
  sent: Members;
  /** What the service held when it was read after that. */
  baseline: Members;
  /** What the service held when it was last read. */
  seen: Members;
  seenStatus: string;
}

/** How the service writes each member. */
export type Rewritings = Readonly<Record<MemberName, Rewriting>>;

/** Members to send, given what the service holds: those that the program changed, and those that somebody else did. */
export const membersToSend = (
  { sent, baseline }: HeldModel,
  given: Members,
  held: Members,
  rewritings: Rewritings,
): MemberName[] =>
  MEMBER_NAMES.filter((name) => {
    const value = given[name];
    if (value === undefined) return false;
    const { shows, says } = rewritings[name];
    if (sent[name] === undefined) return held[name] === undefined || !says(value, held[name]);
    if (meaningOf(sent[name]) !== meaningOf(value)) return true;
    return baseline[name] !== undefined && held[name] !== undefined && shows(value, baseline[name], held[name]);
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether the service still holds a part that was sent and that the program no longer gives. */
const keepsPart = (sent: unknown, given: unknown, held: unknown): boolean =>
  isRecord(sent) && isRecord(held)
    ? Object.keys(sent).some((name) => keepsPart(sent[name], isRecord(given) ? given[name] : undefined, held[name]))
    : sent !== undefined && given === undefined && meaningOf(sent) === meaningOf(held);

/** Whether the service says just now that it has a URL, or a policy, that the program gives: sending it could start a review. */
export const isThere = (
  name: MemberName,
  { sent }: HeldModel,
  given: Members,
  held: Members,
  all: Rewritings,
): boolean =>
  ["webhookUrl", "healthCheckUrl", "securityPolicy"].includes(name) &&
  held[name] !== undefined &&
  all[name].says(given[name], held[name]) &&
  !keepsPart(sent[name], given[name], held[name]);

/** The status to set, from the documented ones. */
export const statusToSet = (isActive: boolean, status: string): string | undefined => {
  if (isActive) return ["INACTIVE", "SUSPENDED"].includes(status) ? "ACTIVE" : undefined;
  return status === "ACTIVE" ? "INACTIVE" : undefined;
};

/** What a body has of these members. */
export const bodyOf = (given: Members, names: readonly MemberName[]): Record<string, unknown> =>
  Object.fromEntries(
    names.map((name) => {
      const value = given[name] as Record<string, unknown> | undefined;
      const hasFlag = name === "retryPolicy" && value?.["deactivateFlag"] !== undefined;
      return [name, hasFlag ? { ...value, deactivateFlag: String(value["deactivateFlag"]) } : value];
    }),
  );
