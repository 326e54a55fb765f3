/** What one provider process has seen of a run. */
export interface SubscriptionMemory {
  /** create takes this subscription over or adopts it: what the state holds of it from now on gets a mark. */
  readonly noteTakenOver: (webhookId: string) => void;
  /** The mark, if create took the subscription over in this run. */
  readonly takenOver: (webhookId: string) => string | undefined;
  /** A resource of this run manages this subscription: no other one may take it over or adopt it. */
  readonly noteManaged: (webhookId: string, takenOver: string | undefined) => void;
  readonly isManaged: (webhookId: string) => boolean;
  /**
   * Whether a delete of an entry of the state with this mark is only about that entry: create took the subscription over,
   * in this run or in an earlier one that failed before Pulumi deleted the old entry.
   */
  readonly isKept: (webhookId: string, takenOver: string | undefined) => boolean;
  /** A create with this body ended without an answer: a subscription like it in the list is its own. */
  readonly noteUncertain: (body: unknown) => void;
  readonly isUncertain: (body: unknown) => boolean;
  /** This run couldn't read a subscription. A later update in the same run ends with the same error. */
  readonly noteUnread: (webhookId: string, error: Error) => void;
  readonly unreadBecause: (webhookId: string) => Error | undefined;
}

/** @param newMark a random text */
export const createSubscriptionMemory = (newMark: () => string): SubscriptionMemory => {
  const taken = new Map<string, string>();
  const managed = new Map<string, string | undefined>();
  const uncertain = new Set<string>();
  const unread = new Map<string, Error>();
  return {
    noteTakenOver: (webhookId) => void taken.set(webhookId, newMark()),
    takenOver: (webhookId) => taken.get(webhookId),
    noteManaged: (webhookId, takenOver) => void managed.set(webhookId, takenOver),
    isManaged: (webhookId) => managed.has(webhookId),
    isKept: (webhookId, takenOver) =>
      taken.has(webhookId) || (managed.has(webhookId) && managed.get(webhookId) !== takenOver),
    noteUncertain: (body) => void uncertain.add(JSON.stringify(body)),
    isUncertain: (body) => uncertain.has(JSON.stringify(body)),
    noteUnread: (webhookId, error) => void unread.set(webhookId, error),
    unreadBecause: (webhookId) => unread.get(webhookId),
  };
};
