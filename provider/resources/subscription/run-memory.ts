import { canonicalId } from "../../api/subscription-ids.js";
import { type SharedIds } from "./shared-ids.js";

/** What one provider process has seen of a run. */
export interface SubscriptionMemory {
  /** create takes this subscription over or adopts it: what the state holds of it from now on gets a mark. */
  readonly noteTakenOver: (webhookId: string) => void;
  /** The mark, if create took the subscription over in this run. */
  readonly takenOver: (webhookId: string) => string | undefined;
  /** A create works on this subscription until it manages or releases it. */
  readonly claim: (webhookId: string) => void;
  /** The create is over. If it failed and is called again, it may find its subscription. */
  readonly release: (webhookId: string) => void;
  /** A resource of this run manages this subscription: no other one may take it over or adopt it. */
  readonly noteManaged: (webhookId: string, takenOver: string | undefined) => void;
  /** Also while a create works on it. */
  readonly isManaged: (webhookId: string) => boolean;
  /**
   * Whether a delete of an entry of the state with this mark is only about that entry: create took the subscription over,
   * in this run or in an earlier one that failed before Pulumi deleted the old entry.
   */
  readonly isKept: (webhookId: string, takenOver: string | undefined) => boolean;
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
 * @param takenInRun what any process of the run has taken over
 */
export const createSubscriptionMemory = (newMark: () => string, takenInRun: SharedIds): SubscriptionMemory => {
  const taken = new Map<string, string>();
  const claimed = new Set<string>();
  const managed = new Map<string, string | undefined>();
  const deleted = new Set<string>();
  const uncertain = new Set<string>();
  const unread = new Map<string, Error>();
  const isManaged = (id: string): boolean => claimed.has(id) || managed.has(id);
  const isKept = (id: string, mark: string | undefined): boolean =>
    takenInRun.has(id) || (managed.has(id) && managed.get(id) !== mark);
  const noteTakenOver = (id: string): void => {
    taken.set(id, newMark());
    takenInRun.add(id);
  };
  const noteDeleted = (id: string): void => {
    managed.delete(id);
    deleted.add(id);
  };
  return {
    noteTakenOver: (webhookId) => noteTakenOver(canonicalId(webhookId)),
    takenOver: (webhookId) => taken.get(canonicalId(webhookId)),
    claim: (webhookId) => void claimed.add(canonicalId(webhookId)),
    release: (webhookId) => void claimed.delete(canonicalId(webhookId)),
    noteManaged: (webhookId, takenOver) => void managed.set(canonicalId(webhookId), takenOver),
    isManaged: (webhookId) => isManaged(canonicalId(webhookId)),
    isKept: (webhookId, takenOver) => isKept(canonicalId(webhookId), takenOver),
    noteDeleted: (webhookId) => noteDeleted(canonicalId(webhookId)),
    isDeleted: (webhookId) => deleted.has(canonicalId(webhookId)),
    noteUncertain: (body) => void uncertain.add(JSON.stringify(body)),
    isUncertain: (body) => uncertain.has(JSON.stringify(body)),
    noteUnread: (webhookId, error) => void unread.set(canonicalId(webhookId), error),
    unreadBecause: (webhookId) => unread.get(canonicalId(webhookId)),
  };
};
