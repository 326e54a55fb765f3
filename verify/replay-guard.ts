import { requireSeconds } from "./seconds.js";

/** How long the default tolerance accepts a signature: from 300 seconds before its time to 300 seconds after. */
const DEFAULT_TTL_SECONDS = 600;
const DEFAULT_CAPACITY = 100_000;

export interface ReplayGuardOptions {
  /**
   * Minimum time to remember an ID, in seconds, 0 or more. An ID is always remembered for as long as the tolerance of
   * `verifyNotification` would accept it again. Default 600.
   */
  readonly ttlSeconds?: number;
  /** Maximum number of IDs, 1 or more. When it's exceeded, the oldest ID is forgotten. Default 100,000, about 20 MB. */
  readonly capacity?: number;
  /** The clock. Default: the system clock. */
  readonly now?: () => Date;
}

export interface ReplayGuard {
  /**
   * Returns true if the ID was seen before. Otherwise remembers it for ttlSeconds, or for `seconds` if that is longer. Pass
   * this function as `seen` to `verifyNotification`, which computes `seconds`.
   */
  readonly seen: (id: string, seconds?: number) => Promise<boolean>;
  /** Forgets an ID. Call it if handling the notification failed, so that its retry is accepted. */
  readonly forget: (id: string) => Promise<void>;
}

/**
 * Remembers accepted notifications in the memory of one process. Only verified notifications reach it, so it can't be filled
 * without a key. Several processes need a shared store: docs/verify.md shows one in Redis.
 *
 * @throws TypeError for options that aren't numbers
 */
export const createReplayGuard = ({
  ttlSeconds = DEFAULT_TTL_SECONDS,
  capacity = DEFAULT_CAPACITY,
  now = () => new Date(),
}: ReplayGuardOptions = {}): ReplayGuard => {
  requireSeconds(ttlSeconds, "ttlSeconds");
  if (!Number.isInteger(capacity) || capacity < 1) throw new TypeError("capacity must be a number of IDs, 1 or more");
  /** When each ID may be forgotten. Map keeps the order of insertion, so the oldest ID is first. */
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
