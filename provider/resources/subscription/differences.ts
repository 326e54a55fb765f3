import { holdsUnknown } from "../protocol.js";
import {
  isSaid,
  isSame,
  isSameAnswer,
  isTaken,
  keepsRemoved,
  MEMBER_NAMES,
  type MemberName,
  type Members,
  REVIEWED,
} from "./members.js";

/** What the program last sent, and what the service answered when the subscription was read right after it. */
export interface Applied {
  readonly sent: Members;
  readonly answered: Members;
  /** Of a subscription that create took over or adopted, or that was imported: tells this entry of the state from an earlier one about it. */
  readonly takenOver?: string;
  /** What is still there of what the program gave before and gives no more. */
  readonly earlier?: Members;
}

/** How a member of the program stands to the service. */
export interface MemberDifference {
  readonly name: MemberName;
  /** Whether the program gives another value than it sent, or someone changed the member at the service. */
  readonly by: "program" | "service";
}

const differenceOf = (
  name: MemberName,
  given: Members,
  held: Members,
  applied: Applied,
): MemberDifference["by"] | undefined => {
  const value = given[name];
  if (value === undefined) return undefined;
  if (holdsUnknown(value)) return "program";
  const sent = applied.sent[name];
  // Never sent, as after an adoption: only what the service says is certainly there.
  if (sent === undefined) return isSaid(name, value, held[name]) ? undefined : "program";
  if (!isSame(name, value, sent)) return "program";
  const [now, before] = [held[name], applied.answered[name]];
  // A member that an answer leaves out is unchanged.
  if (now === undefined || before === undefined) return undefined;
  return isSameAnswer(name, value, now, before) ? undefined : "service";
};

/**
 * The members to send again. Neither defaults nor what the service rewrites in its own way is a difference: the program's
 * value is compared with what was sent, and the service's value with what it answered then.
 *
 * @param given what the program gives now
 * @param held what the service says now
 */
export const differingMembers = (given: Members, held: Members, applied: Applied): MemberDifference[] =>
  MEMBER_NAMES.flatMap((name) => {
    const by = differenceOf(name, given, held, applied);
    return by === undefined ? [] : [{ name, by }];
  });

/**
 * Whether the service already has a URL, or a policy with one, that the program gives: after a run that failed behind its
 * PATCH, sending it again would start another review.
 *
 * @param held what the service said just now
 */
export const isReviewedSaid = (name: MemberName, given: Members, held: Members, { sent }: Applied): boolean =>
  REVIEWED.includes(name) &&
  isSaid(name, given[name], held[name]) &&
  !keepsRemoved(name, sent[name], given[name], held[name]);

/** Members that somebody changed at the service after it was read for `expected`. */
export const changedMeanwhile = (
  expected: readonly MemberDifference[],
  found: readonly MemberDifference[],
): MemberName[] =>
  found
    .filter(({ name, by }) => by === "service" && !expected.some((other) => other.name === name))
    .map(({ name }) => name);

/** Members that the program gave before and now leaves out. They stay at the service as they are. */
export const droppedMembers = (given: Members, applied: Applied): MemberName[] =>
  MEMBER_NAMES.filter((name) => applied.sent[name] !== undefined && given[name] === undefined);

/**
 * Members that the service left as they were although they were sent, or of which it kept what the program removed.
 *
 * @param removable what the program had sent before
 */
export const untakenMembers = (sent: Members, before: Members, after: Members, removable: Members): MemberName[] =>
  MEMBER_NAMES.filter((name) => {
    const value = sent[name];
    if (value === undefined || after[name] === undefined) return false;
    if (keepsRemoved(name, removable[name], value, after[name])) return true;
    return !isTaken(name, value, after[name]) && isSameAnswer(name, value, after[name], before[name]);
  });

/** Under review and when blocked, the service refuses every status. */
export const isDecidedByService = (status: string): boolean => status === "PENDING_REVIEW" || status === "BLOCKED";

/** Whether the program wants the subscription to deliver: unless it says `active: false`. */
export const isActiveWanted = (active: unknown): boolean => active !== false && active !== "false";

const CAN_BE_ACTIVATED = new Set(["INACTIVE", "SUSPENDED"]);

/**
 * The status to set, if the one at the service isn't what the program wants. Under review and when blocked nothing can be
 * set: the service decides.
 */
export const statusToSet = (isActive: boolean, status: string): "ACTIVE" | "INACTIVE" | undefined => {
  if (isActive) return CAN_BE_ACTIVATED.has(status) ? "ACTIVE" : undefined;
  return status === "ACTIVE" ? "INACTIVE" : undefined;
};
