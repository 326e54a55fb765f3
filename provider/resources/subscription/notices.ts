import { type Place } from "../../api/subscriptions.js";
import { type Notify } from "../notices.js";
import { isUnknown, type Properties } from "../protocol.js";
import { isActiveWanted, type MemberDifference } from "./differences.js";
import { idText } from "./id-text.js";
import { type MemberName, REVIEWED } from "./members.js";
import { warningOf } from "./status-warning.js";
import { NO_FOLDER, SET_FOLDER, SUBSCRIPTION_ERRORS } from "./subscription-errors.js";

/** Where a run shows what it says about a subscription. */
export interface NoticePlace {
  readonly notify: Notify;
  /** Whether notices are on the row of the resource that they are about, and not on that of the stack. */
  readonly isOnRow: boolean;
  /** Whether a program runs, which warns on the row of each subscription that it keeps. */
  readonly hasProgram: () => Promise<boolean>;
}

/** With a target, the engine doesn't compare the new entry, and a delete looks like that of a whole stack. */
const OLD_ENTRY =
  "If this run fails and leaves an older entry about it in the state, remove that with a `pulumi up` without --target, or with " +
  "`pulumi state delete`: `pulumi destroy --target` would delete the subscription.";

/** A delete that the service did, but whose answer was lost, fails and leaves the subscription in the state. */
const deletedBy = (how: string): string => `someone else ${how}, or an earlier run whose answer was lost`;

/** What the user is told about a subscription, by one provider process. */
export const createSubscriptionNotices = ({ notify, isOnRow, hasProgram }: NoticePlace) => ({
  ...SUBSCRIPTION_ERRORS,

  /**
   * Warns of a subscription that the program switches off and the platform activates again.
   *
   * @param subject which subscription it is
   * @param held the URL that the service has, which stays there if the program leaves it out
   */
  reactivated: async (subject: string, { active, healthCheckUrl }: Properties, held?: unknown): Promise<void> => {
    if (isUnknown(active) || isActiveWanted(active) || (healthCheckUrl ?? held ?? undefined) === undefined) return;
    await notify(
      `${subject} has \`active: false\` and a healthCheckUrl: the platform activates it again when that URL answers. Remove ` +
        "healthCheckUrl from your program and replace the subscription with `pulumi up --target-replace URN`: without the " +
        "replacement, the service keeps the URL.",
      "warning",
    );
  },

  /** Warns of what the service probably refuses. @param subject which subscription it is */
  doubtful: async (subject: string, doubts: readonly string[]): Promise<void> => {
    for (const doubt of doubts) await notify(`${subject}: ${doubt} The service may refuse it.`, "warning");
  },

  replaced: (id: string, reasons: readonly string[], organizationId: string): Promise<void> =>
    notify(
      `The subscription ${idText(id)} of ${organizationId} will be deleted and created again (${reasons.join(", ")}): the ` +
        "platform delivers nothing until its review ends.",
    ),

  /** What the program gives differently from what an adopted or imported subscription has. */
  firstSent: async (id: string, names: readonly string[]): Promise<void> => {
    if (names.length === 0) return;
    await notify(
      `Your program gives ${names.join(", ")} of the subscription ${idText(id)} differently: \`up\` sends that.`,
    );
  },

  differences: async (id: string, differing: readonly MemberDifference[], olds: Properties): Promise<void> => {
    await changedOutside(
      notify,
      id,
      differing.filter(({ by }) => by === "service").map(({ name }) => name),
    );
    const reviewed = differing.map(({ name }) => name).filter((name) => REVIEWED.includes(name));
    if (reviewed.length > 0 && olds.status !== "BLOCKED") {
      await notify(
        `Changing ${reviewed.join(", ")} of the subscription ${idText(id)} may start a review by the platform, which takes one to two ` +
          "business days. Until then it may not deliver.",
      );
    }
  },

  changedOutside: (id: string, names: readonly MemberName[]): Promise<void> => changedOutside(notify, id, names),

  status: async (id: string, status: string, organizationId: string): Promise<void> => {
    if (status !== "PENDING_REVIEW") return;
    await notify(
      `The subscription ${idText(id)} of ${organizationId} is under review by the platform, which takes one to two business days. ` +
        "Run `pulumi up --continue-on-error` and then `pulumi up --refresh --run-program --continue-on-error` every night: the " +
        "second command activates the subscription once it's approved.",
    );
  },

  /** Warns of the status that a refresh found, unless the program does. */
  warnOfStatus: async (id: string, status: string, organizationId: string): Promise<void> => {
    const warning = warningOf(status, isOnRow ? undefined : `The subscription ${idText(id)} of ${organizationId}`);
    if (warning === undefined || (await hasProgram())) return;
    await notify(warning, "warning");
  },

  unread: (id: string, { message }: Error): Promise<void> =>
    notify(
      // Behind a list of several lines, it would read as a part of the last item.
      `${message}${message.includes("\n") ? "\n" : " "}So this refresh left the subscription ${idText(id)} in the state as ` +
        "it was, and the next `pulumi up` reads it again.",
      "warning",
    ),

  readAgain: (id: string, code: string): Promise<void> =>
    notify(`The last refresh could not read the subscription ${idText(id)} (${code}). \`pulumi up\` reads it again.`),

  takenOver: (id: string, organizationId: string): Promise<void> =>
    notify(
      `The subscription ${idText(id)} of ${organizationId} exists already and carries this resource's own name. Pulumi continues with it ` +
        `instead of creating another one. ${OLD_ENTRY}`,
    ),

  /** @param differing what the program gives differently */
  adopted: (id: string, organizationId: string, differing: readonly string[]): Promise<void> =>
    notify(
      `The subscription ${idText(id)} of ${organizationId} was adopted as it is. ` +
        (differing.length === 0
          ? "Nothing was changed. "
          : `The next \`up\` sends what your program gives differently: ${differing.join(", ")}. `) +
        OLD_ENTRY,
    ),

  adoptMissing: (id: string, { organizationId }: Place): Promise<void> =>
    notify(
      `\`adopt\` names the subscription ${idText(id)}, which ${organizationId} doesn't have. Pulumi creates a new one.`,
      "warning",
    ),

  /** In a refresh. */
  gone: (id: string, organizationId: string): Promise<void> =>
    notify(
      `The subscription ${idText(id)} of ${organizationId} no longer exists at the service: ${deletedBy("deleted it")}. Pulumi ` +
        "removes it from the state.",
    ),

  /** At a deletion. */
  goneAlready: (id: string, organizationId: string): Promise<void> =>
    notify(
      `The subscription ${idText(id)} of ${organizationId} was gone already: ${deletedBy("deleted it at the service")}. This run ` +
        "deleted nothing there, and removes it from the state.",
    ),

  kept: (id: string): Promise<void> =>
    notify(`The subscription ${idText(id)} was not deleted: a resource of this stack still manages it.`),

  /** Of what a delete can't know. It names no subscription: it's about all of them. */
  unsure: (): Promise<void> =>
    notify(
      `${NO_FOLDER} If a resource of one provider has taken over or adopted a subscription of another one's, and a run that ` +
        "failed left the older entry in the state, the deletion of that entry deletes the subscription. " +
        SET_FOLDER,
      "warning",
    ),

  dropped: async (id: string, names: readonly MemberName[]): Promise<void> => {
    if (names.length === 0) return;
    await notify(
      `The program no longer gives ${names.join(", ")} of the subscription ${idText(id)}. The service keeps the last values. To go ` +
        "back to the defaults, replace the subscription with `pulumi up --target-replace URN`.",
    );
  },

  untaken: async (id: string, names: readonly MemberName[]): Promise<void> => {
    if (names.length === 0) return;
    await notify(
      `The service accepted the change of ${names.join(", ")} of the subscription ${idText(id)} but kept its old value or a part of it. To change it, ` +
        "replace the subscription with `pulumi up --target-replace URN`.",
      "warning",
    );
  },

  namesake: (id: string, organizationId: string): Promise<void> =>
    notify(
      `The subscription ${idText(id)} of ${organizationId} carries this resource's own name, but differs from it, and Pulumi creates ` +
        "another one. If an earlier run ended with ERR_OUTCOME_UNKNOWN, it created that subscription, and nothing manages it. To delete " +
        `it, declare another resource with \`adopt: "${idText(id)}"\`, run \`pulumi up\`, remove that resource, and run it again. If a ` +
        "resource of the same name manages it, in another component, stack or backend, leave it.",
      "warning",
    ),
});

export type SubscriptionNotices = ReturnType<typeof createSubscriptionNotices>;

const changedOutside = async (notify: Notify, id: string, names: readonly MemberName[]): Promise<void> => {
  if (names.length === 0) return;
  await notify(
    `The subscription ${idText(id)} was changed outside Pulumi (${names.join(", ")}) and will be changed back.`,
  );
};
