import { type Subscription } from "../../api/subscription-wire.js";
import { isRecord } from "../../json-text.js";
import { type Properties } from "../protocol.js";
import { type Applied } from "./differences.js";
import { isSame, MEMBER_NAMES, type Members, membersOf } from "./members.js";

/** Outputs of a subscription, before secrets get their wire form. No property is ever undefined on the wire. */
export interface SubscriptionOutputs extends Members {
  readonly webhookId: string;
  readonly organizationId: string;
  readonly status: string;
  readonly createdOn?: string;
  readonly host: string;
  readonly connection: string;
  readonly applied: Applied;
}

// Not with zod: refresh and destroy of keys load this file too, and zod takes time to load.
/** `applied` of a state; of one that lacks it, what the state holds counts as answered. */
export const appliedOf = (olds: Properties): Applied => {
  const { sent, answered, takenOver, earlier } = isRecord(olds.applied) ? olds.applied : {};
  const members =
    isRecord(sent) && isRecord(answered)
      ? {
          sent: membersOf(sent),
          answered: membersOf(answered),
          ...(isRecord(earlier) && { earlier: membersOf(earlier) }),
        }
      : { sent: {}, answered: membersOf(olds) };
  return marked(members, typeof takenOver === "string" ? takenOver : undefined);
};

/** @param takenOver the mark of a subscription that create took over */
export const marked = (members: Applied, takenOver: string | undefined): Applied =>
  takenOver === undefined ? members : { ...members, takenOver };

/** What is kept of a program's members, and of the answer to them. */
export const applied = (sent: Members, { members }: Subscription, takenOver?: string): Applied =>
  marked({ sent, answered: membersOf(members) }, takenOver);

/** What the service hasn't said before, it says for the first time now. */
export const withFirstAnswers = (last: Applied, { members }: Subscription): Applied => ({
  ...last,
  answered: { ...membersOf(members), ...last.answered },
});

/** What the state held, with what an answer says differently. What it leaves out or writes in another form is unchanged. */
const updatedMembers = (before: Members, answered: Members): Members => ({
  ...before,
  ...Object.fromEntries(
    MEMBER_NAMES.filter((name) => answered[name] !== undefined && !isSame(name, answered[name], before[name])).map(
      (name) => [name, answered[name]],
    ),
  ),
});

/**
 * The outputs for a subscription as the service describes it.
 *
 * @param before outputs that the state holds, if it does
 */
export const outputsOf = (
  subscription: Subscription,
  place: Pick<SubscriptionOutputs, "organizationId" | "host" | "connection">,
  applied: Applied,
  before: Properties = {},
): SubscriptionOutputs => {
  // Its form differs from one request to the next.
  const createdOn = typeof before.createdOn === "string" ? before.createdOn : subscription.createdOn;
  return {
    ...updatedMembers(membersOf(before), membersOf(subscription.members)),
    ...place,
    webhookId: subscription.webhookId,
    status: subscription.status,
    ...(createdOn !== undefined && { createdOn }),
    applied,
  };
};
