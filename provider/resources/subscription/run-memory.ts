/** What one provider process has seen of a run. */
export interface SubscriptionMemory {
  /** create took this subscription over or adopted it: a later delete in the same run is about a resource that it replaced. */
  readonly noteKept: (webhookId: string) => void;
  readonly isKept: (webhookId: string) => boolean;
  /** A resource of this run manages this subscription: no other one may take it over or adopt it. */
  readonly noteManaged: (webhookId: string) => void;
  readonly isManaged: (webhookId: string) => boolean;
  /** A create with this body ended without an answer: a subscription like it in the list is its own. */
  readonly noteUncertain: (body: unknown) => void;
  readonly isUncertain: (body: unknown) => boolean;
  /** This run couldn't read a subscription. A later update in the same run ends with the same error. */
  readonly noteUnread: (webhookId: string, error: Error) => void;
  readonly unreadBecause: (webhookId: string) => Error | undefined;
}

export const createSubscriptionMemory = (): SubscriptionMemory => {
  const kept = new Set<string>();
  const managed = new Set<string>();
  const uncertain = new Set<string>();
  const unread = new Map<string, Error>();
  return {
    noteKept: (webhookId) => void kept.add(webhookId),
    isKept: (webhookId) => kept.has(webhookId),
    noteManaged: (webhookId) => void managed.add(webhookId),
    isManaged: (webhookId) => managed.has(webhookId),
    noteUncertain: (body) => void uncertain.add(JSON.stringify(body)),
    isUncertain: (body) => uncertain.has(JSON.stringify(body)),
    noteUnread: (webhookId, error) => void unread.set(webhookId, error),
    unreadBecause: (webhookId) => unread.get(webhookId),
  };
};
