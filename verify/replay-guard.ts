import { requireSeconds } from "./seconds.js";

/** As long as a signature is accepted with the default tolerance: 300 seconds before its time and 300 after it. */
const DEFAULT_TTL_SECONDS = 600;
const DEFAULT_CAPACITY = 100_000;

export interface ReplayGuardOptions {
  /**
   * Seconds, 0 or more, for which an id is remembered at least. As long as the tolerance of `verifyNotification` would
   * accept it again, it is remembered in any case. Default 600.
   */
  readonly ttlSeconds?: number;
  /** Most ids, 1 or more, that are held; beyond it the oldest is forgotten. Default 100,000, some 20 MB. */
  readonly capacity?: number;
  /** The clock. Default: the system's. */
  readonly now?: () => Date;
}

export interface ReplayGuard {
  /**
   * True when the id was seen before; remembers it otherwise, for ttlSeconds or for these seconds if they are more. Pass
   * it as `seen` to `verifyNotification`, which knows them.
   */
  readonly seen: (id: string, seconds?: number) => Promise<boolean>;
  /** Forgets an id: call it where handling a notification failed, so that its retry is accepted. */
  readonly forget: (id: string) => Promise<void>;
}

/**
 * Remembers in memory which notifications were accepted, for one process. Only what was verified reaches it, so nobody
 * without a key can fill it. Several processes need a store that they share: docs/verify.md has one in Redis.
 *
 * @throws TypeError for options that are no numbers
 */
export const createReplayGuard = ({
  ttlSeconds = DEFAULT_TTL_SECONDS,
  capacity = DEFAULT_CAPACITY,
  now = () => new Date(),
}: ReplayGuardOptions = {}): ReplayGuard => {
  requireSeconds(ttlSeconds, "ttlSeconds");
  if (!Number.isInteger(capacity) || capacity < 1) throw new TypeError("capacity must be a number of ids, 1 or more");
  /** When each id is forgotten, the oldest first. */
  const endsMs = new Map<string, number>();

  return {
    seen: async (id, seconds = 0) => {
      const nowMs = now().getTime();
      if ((endsMs.get(id) ?? Number.NEGATIVE_INFINITY) > nowMs) return true;
      endsMs.delete(id);
      const [oldest] = endsMs.keys();
      if (oldest !== undefined && endsMs.size >= capacity) endsMs.delete(oldest);
      endsMs.set(id, nowMs + Math.max(ttlSeconds, seconds) * 1000);
      return false;
    },
    forget: async (id) => {
      endsMs.delete(id);
    },
  };
};
