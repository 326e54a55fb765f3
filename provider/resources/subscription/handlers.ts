import { type SubscriptionsClient } from "../../api/subscriptions.js";
import { type Subscription } from "../../api/subscription-wire.js";
import { SubscriptionError } from "../../api/subscription-error.js";
import { type Connections } from "../../connection/connection.js";
import { type Handlers } from "../key/handlers.js";
import { isUnknown, type Properties } from "../protocol.js";
import { createSecondChecks } from "../second-check.js";
import { createBody, patchBody } from "./body.js";
import {
  changedMeanwhile,
  differingMembers,
  droppedMembers,
  isActiveWanted,
  isReviewedSaid,
  statusToSet,
  untakenMembers,
} from "./differences.js";
import { doubtsAbout } from "./doubts.js";
import { createExchanges } from "./exchanges.js";
import { createHalfMade } from "./half-made-subscription.js";
import { withEarlier } from "./earlier.js";
import { idText } from "./id-text.js";
import { importedInputs, isImport, parseImportId } from "./imported.js";
import { membersOf } from "./members.js";
import { createSubscriptionNotices, type NoticePlace } from "./notices.js";
import { connectionOf, createOpening, type Opened, placeOf, textOf } from "./opening.js";
import { createMaking } from "./making.js";
import { applied, appliedOf, marked, outputsOf, withFirstAnswers } from "./outputs.js";
import { createSubscriptionMemory } from "./run-memory.js";
import { securedSubscription as secured } from "./secret-outputs.js";
import { type SharedNotes } from "./shared-notes.js";
import { WEBHOOK_SUBSCRIPTION } from "./table.js";
import { isReadFailure, readErrorOf, withReadError } from "./unread.js";

/** What the handlers take from outside. */
export interface SubscriptionSources extends NoticePlace {
  readonly connections: Connections;
  /** Loads the client when the first request is sent: check and diff never do. */
  readonly loadClient: () => Promise<SubscriptionsClient>;
  /** A random text. */
  readonly newMark: () => string;
  /** What all processes of the run know of subscriptions. */
  readonly sharedNotes: SharedNotes;
  /** Waits before attempt number `attempt`, from 1. */
  readonly pause: (attempt: number) => Promise<void>;
  /** The URN of the resource that a verb is about. Default: it isn't known. */
  readonly resource?: (() => string | undefined) | undefined;
}

/** The handlers of a subscription, which the API can read, change and delete. */
export const createSubscriptionHandlers = (sources: SubscriptionSources): Handlers => {
  const { connections, loadClient, newMark, sharedNotes, pause, resource } = sources;
  const table = WEBHOOK_SUBSCRIPTION;
  const memory = createSubscriptionMemory(newMark, sharedNotes);
  const notices = createSubscriptionNotices(sources);
  const isSecondCheck = createSecondChecks(resource);
  const { open, openHeld } = createOpening({ connections, loadClient, elsewhere: notices.elsewhere });
  const { find, patch, settle } = createExchanges(notices);
  const { adopt, make } = createMaking({ memory, notices, pause });

  let isWarned = false;
  /** Once, and not on the row of each resource. */
  const warnIfAlone = async (): Promise<void> => {
    if (isWarned || memory.canShare()) return;
    isWarned = true;
    await notices.unsure();
  };

  /** Reads a subscription that the last refresh couldn't read. If that refresh belongs to this run, it fails at once. */
  const readAgain = async (opened: Opened, id: string): Promise<Subscription> => {
    const because = memory.unreadBecause(id);
    if (because !== undefined) throw because;
    return find(opened, id);
  };

  /** For `pulumi import`. */
  const readNew = async (id: string, props: Properties) => {
    const { organizationId: given, webhookId } = parseImportId(id);
    const opened = await open({ ...props, organizationId: given });
    const found = await opened.client.get(opened, webhookId).catch((error: unknown) => {
      const isUnsure = given === "" && error instanceof SubscriptionError && error.status === 404;
      throw isUnsure ? notices.unknownToImport(webhookId, opened) : error;
    });
    if (found === undefined) return {};
    const { organizationId = given } = found;
    if (organizationId === "") throw notices.ownerless(webhookId);
    const place = { ...placeOf(opened), organizationId };
    // The state may have another entry about it.
    const read = marked({ ...appliedOf({ ...found.members }), earlier: {} }, newMark());
    const outputs = outputsOf(found, place, read);
    return { id: webhookId, props: secured({ ...outputs }), inputs: await importedInputs(found, place) };
  };

  return {
    check: async (olds: Properties, news: Properties) => {
      const { check } = await import("../check.js");
      const failures = check(table, news);
      if (failures.length > 0) return { inputs: news, failures };
      memory.noteChecked(news);
      const ownName = textOf(news.__ownName);
      // The native plugin's notices are on the row of the resource, which has its name.
      const subject = ownName === "" ? "This subscription" : `The subscription "${ownName}"`;
      if (Object.keys(olds).length === 0) await notices.reactivated(subject, news);
      const isSecond = isSecondCheck(olds, news);
      await notices.doubtful(subject, isSecond ? [] : doubtsAbout(membersOf(news), membersOf(olds)));
      return { inputs: news, failures };
    },

    diff: async (id: string, olds: Properties, news: Properties) => {
      const named = connections.hostOf(connectionOf(news));
      const isElsewhere = named !== undefined && named.isOfStack && named.host !== olds.host;
      const { organizationId } = news;
      const isOther = isUnknown(organizationId) || (organizationId ?? olds.organizationId) !== olds.organizationId;
      const replaces = [...(isOther ? ["organizationId"] : []), ...(isElsewhere ? ["connection"] : [])];

      const given = membersOf(news);
      const last = appliedOf(olds);
      const differing = differingMembers(given, membersOf(olds), last);
      const dropped = droppedMembers(given, last);
      const status = statusToSet(isActiveWanted(news.active), textOf(olds.status));
      const code = readErrorOf(olds);
      // In the run of that refresh, it has been said.
      if (code !== undefined && memory.unreadBecause(id) === undefined) await notices.readAgain(id, code);
      const sent = [
        ...differing.map(({ name }) => name).concat(dropped),
        ...(status !== undefined || isUnknown(news.active) ? ["active"] : []),
      ];
      const changed = [...sent, ...(connectionOf(news) !== connectionOf(olds) ? ["connection"] : [])];
      if (replaces.length === 0) {
        memory.noteEntry(id, last.takenOver);
        // A refresh also compares what the program no longer has.
        if (memory.isChecked(news)) memory.noteManaged(id, last.takenOver, news.products);
        // An older entry may be in the state, and another process may be asked to delete it.
        if (last.takenOver !== undefined) await warnIfAlone();
        await notices.differences(id, differing, olds);
        // Of an adopted or imported one, nothing was sent yet.
        if (Object.keys(last.sent).length === 0) await notices.firstSent(id, sent);
        const subject = `The subscription ${idText(id)} of ${textOf(olds.organizationId)}`;
        await notices.reactivated(subject, news, olds.healthCheckUrl);
      } else {
        const organization = isUnknown(organizationId) ? "organizationId isn't known yet" : "organizationId changed";
        const reasons = [...(isOther ? [organization] : []), ...(isElsewhere ? ["host changed"] : [])];
        await notices.replaced(id, reasons, textOf(olds.organizationId));
      }
      const changes = replaces.length + changed.length > 0 || code !== undefined;
      return { changes, replaces, changed, deleteBeforeReplace: true };
    },

    create: async (news: Properties) => {
      const { failIfInvalid } = await import("../check.js");
      failIfInvalid(table, news);
      const opened = await open(news);
      const adoptedId = textOf(news.adopt);
      const adopted = adoptedId === "" ? undefined : await adopt(opened, adoptedId, news);
      if (adopted !== undefined) return { id: adoptedId, outs: secured({ ...adopted }, news) };

      const given = membersOf(news);
      const body = createBody(opened.organizationId, given, textOf(news.__ownName));
      const made = await make(opened, body, news);
      const { webhookId } = made;
      const takenOver = memory.takenOver(webhookId);
      try {
        const settled = await settle(opened, webhookId, news, made.status);
        // Not before: a create that fails may be called again, and must find its own subscription.
        memory.noteManaged(webhookId, takenOver, news.products);
        const outputs = outputsOf(settled, placeOf(opened), applied(given, settled, takenOver));
        return { id: webhookId, outs: secured({ ...outputs }, news) };
      } catch (error) {
        // It was never read, so what it answers is still to come.
        const outputs = outputsOf(made, placeOf(opened), marked({ sent: given, answered: {} }, takenOver));
        throw createHalfMade(error, outputs, news);
      } finally {
        memory.release(webhookId);
      }
    },

    read: async (id: string, props: Properties = {}) => {
      if (isImport(props)) return readNew(id, props);
      try {
        const opened = await openHeld(id, props, connectionOf(props));
        const found = await opened.client.get(opened, id);
        if (found === undefined) {
          await notices.gone(id, opened.organizationId);
          return {};
        }
        await notices.warnOfStatus(id, found.status, opened.organizationId);
        const last = withFirstAnswers(appliedOf(props), found);
        return { id, props: secured({ ...outputsOf(found, placeOf(opened), last, props) }) };
      } catch (error) {
        if (!isReadFailure(error)) throw error;
        memory.noteUnread(id, error);
        await notices.unread(id, error);
        return { id, props: secured(withReadError(props, error)) };
      }
    },

    update: async (id: string, olds: Properties, news: Properties) => {
      const { failIfInvalid } = await import("../check.js");
      failIfInvalid(table, news);
      const given = membersOf(news);
      const last = appliedOf(olds);
      const opened = await openHeld(id, olds, connectionOf(news));
      const again = readErrorOf(olds) === undefined ? undefined : await readAgain(opened, id);
      const held = again === undefined ? olds : { ...outputsOf(again, placeOf(opened), last, olds) };
      const expected = differingMembers(given, membersOf(held), last);
      const status = statusToSet(isActiveWanted(news.active), textOf(held.status));
      await notices.dropped(id, droppedMembers(given, last));
      const isUnanswered = Object.keys(last.answered).length === 0;
      if (expected.length === 0 && status === undefined && !isUnanswered) {
        const sent = marked({ sent: given, answered: last.answered }, last.takenOver);
        const kept = { ...held, connection: opened.connectionName, applied: sent };
        return { outs: secured(withEarlier(kept, given, last), news) };
      }
      // What somebody has changed since the last refresh would otherwise count as the answer to this change.
      const found = again ?? (await find(opened, id));
      const before = membersOf(found.members);
      const differing = differingMembers(given, before, last);
      await notices.changedOutside(id, changedMeanwhile(expected, differing));
      const names = differing.map(({ name }) => name).filter((name) => !isReviewedSaid(name, given, before, last));
      const body = patchBody(given, names);
      const changed = Object.fromEntries(names.map((name) => [name, given[name]]));
      const untakenIn = ({ members }: Subscription) => untakenMembers(changed, before, membersOf(members), last.sent);
      const settled = await settle(opened, id, news, await patch(opened, found, body, untakenIn));
      const outputs = outputsOf(settled, placeOf(opened), applied(given, settled, last.takenOver), held);
      await notices.untaken(id, untakenIn(settled));
      return { outs: secured(withEarlier({ ...outputs }, given, last), news) };
    },

    delete: async (id: string, olds: Properties) => {
      memory.noteLeaving(id, appliedOf(olds).takenOver);
      if (memory.isKept(id)) return notices.kept(id);
      await warnIfAlone();
      const opened = await openHeld(id, olds, connectionOf(olds));
      const wasThere = await opened.client.delete(opened, id);
      if (!wasThere) await notices.goneAlready(id, opened.organizationId);
      memory.noteDeleted(id);
    },
  };
};
