import { canonicalId } from "../../api/subscription-ids.js";
import { sortedJson } from "../../json-text.js";
import { type Properties } from "../protocol.js";
import { type SharedNotes } from "./shared-notes.js";

/** What one provider process has seen of a run, and, of the subscriptions, what the others have. */
export interface SubscriptionMemory {
  /** create takes this subscription over or adopts it: what the state holds of it from now on gets a mark. */
  readonly noteTakenOver: (webhookId: string) => void;
  /** The mark, if create took the subscription over in this run. */
  readonly takenOver: (webhookId: string) => string | undefined;
  /** A create works on this subscription until it manages or releases it. */
  readonly claim: (webhookId: string) => void;
  /** The create is over. If it failed and is called again, it may find its subscription. */
  readonly release: (webhookId: string) => void;
  /** The program has a resource with these inputs. */
  readonly noteChecked: (news: Properties) => void;
  /** Whether these inputs are the program's, and not those that the state holds, which a refresh compares. */
  readonly isChecked: (news: Properties) => boolean;
  /** The state has an entry about this subscription, with this mark. */
  readonly noteEntry: (webhookId: string, takenOver: string | undefined) => void;
  /**
   * A resource of the program manages this subscription: no other one may take it over or adopt it.
   *
   * @param products what the program subscribes to with it
   */
  readonly noteManaged: (webhookId: string, takenOver: string | undefined, products: unknown) => void;
  /** What the program subscribes to with it. Undefined if another process manages it. */
  readonly wantedProducts: (webhookId: string) => unknown;
  /** Also while a create works on it. */
  readonly isManaged: (webhookId: string) => boolean;
  /** Pulumi deletes the entry of the state with this mark. */
  readonly noteLeaving: (webhookId: string, takenOver: string | undefined) => void;
  /**
   * Whether another entry of the state than those that leave it is about this subscription: create took it over, in this run or
   * in an earlier one that failed before Pulumi deleted the old entry.
   */
  readonly isKept: (webhookId: string) => boolean;
  /** Whether this process knows what the others of the run have seen, and they what it has. */
  readonly canShare: () => boolean;
  /** This run deleted a subscription. The service may list it a while longer. */
  readonly noteDeleted: (webhookId: string) => void;
  readonly isDeleted: (webhookId: string) => boolean;
  /** A create with this body ended without an answer: a subscription like it in the list is its own. */
  readonly noteUncertain: (body: unknown) => void;
  readonly isUncertain: (body: unknown) => boolean;
  /** This run couldn't read a subscription. A later update in the same run ends with the same error. */
  readonly noteUnread: (webhookId: string, error: Error) => void;
  readonly unreadBecause: (webhookId: string) => Error | undefined;
}

/**
 * @param newMark a random text
 * @param notes what all processes of the run know of subscriptions
 */
export const createSubscriptionMemory = (newMark: () => string, notes: SharedNotes): SubscriptionMemory => {
  const taken = new Map<string, string>();
  const uncertain = new Set<string>();
  const unread = new Map<string, Error>();
  const checked = new Set<string>();
  const wanted = new Map<string, unknown>();
  const noteTakenOver = (id: string): void => {
    // A create that failed and is called again finds the same subscription, and leaves one entry.
    const mark = taken.get(id) ?? newMark();
    taken.set(id, mark);
    notes.add(id, "entry", mark);
  };
  const noteManaged = (id: string, mark: string | undefined, products: unknown): void => {
    wanted.set(id, products);
    notes.add(id, "entry", mark);
    notes.add(id, "managed", mark);
  };
  const noteLeaving = (id: string, mark: string | undefined): void => {
    notes.remove(id, "entry", mark);
    notes.remove(id, "managed", mark);
  };
  const noteDeleted = (id: string): void => {
    notes.forget(id);
    notes.add(id, "deleted");
  };
  return {
    noteTakenOver: (webhookId) => noteTakenOver(canonicalId(webhookId)),
    takenOver: (webhookId) => taken.get(canonicalId(webhookId)),
    claim: (webhookId) => notes.add(canonicalId(webhookId), "claim"),
    release: (webhookId) => notes.remove(canonicalId(webhookId), "claim"),
    noteChecked: (news) => void checked.add(sortedJson(news)),
    isChecked: (news) => checked.has(sortedJson(news)),
    noteEntry: (webhookId, takenOver) => notes.add(canonicalId(webhookId), "entry", takenOver),
    noteManaged: (webhookId, takenOver, products) => noteManaged(canonicalId(webhookId), takenOver, products),
    wantedProducts: (webhookId) => wanted.get(canonicalId(webhookId)),
    isManaged: (webhookId) =>
      notes.has(canonicalId(webhookId), "claim") || notes.has(canonicalId(webhookId), "managed"),
    noteLeaving: (webhookId, takenOver) => noteLeaving(canonicalId(webhookId), takenOver),
    isKept: (webhookId) => notes.has(canonicalId(webhookId), "entry"),
    canShare: () => notes.canShare(),
    noteDeleted: (webhookId) => noteDeleted(canonicalId(webhookId)),
    isDeleted: (webhookId) => notes.has(canonicalId(webhookId), "deleted"),
    noteUncertain: (body) => void uncertain.add(JSON.stringify(body)),
    isUncertain: (body) => uncertain.has(JSON.stringify(body)),
    noteUnread: (webhookId, error) => void unread.set(canonicalId(webhookId), error),
    unreadBecause: (webhookId) => unread.get(canonicalId(webhookId)),
  };
};
