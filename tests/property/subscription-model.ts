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
