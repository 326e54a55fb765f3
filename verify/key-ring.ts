import { findKey, type KeyLookup, type VerificationKey } from "./keys.js";

/** The platform may sign with a new key some seconds before a receiver can read it. */
const DEFAULT_REFRESH_INTERVAL_SECONDS = 10;

export interface KeyRingOptions {
  /** Keys to begin with. Default: none, so that the first notification reads them. */
  readonly keys?: readonly VerificationKey[];
  /** Reads all keys again, from where the receiver has them: a vault, a file. */
  readonly refreshKeys: () => Promise<readonly VerificationKey[]>;
  /** Seconds that pass at least between two calls of refreshKeys, whoever asks. Default 10. */
  readonly refreshIntervalSeconds?: number;
  /** The clock. Default: the system's. */
  readonly now?: () => Date;
}

/**
 * Keys that are read again when a notification names one that is not among them, so that a receiver takes up a rotation
 * without a restart. Make it once and pass it as `keys` to every `verifyNotification`.
 *
 * An unknown key id calls `refreshKeys` once, and not again before the interval has passed: whoever sends invented key
 * ids cannot make the receiver ask its vault all the time. Notifications that come meanwhile wait for the same call.
 * What refreshKeys throws is passed on, and the keys stay as they were.
 */
export const createKeyRing = ({
  keys = [],
  refreshKeys,
  refreshIntervalSeconds = DEFAULT_REFRESH_INTERVAL_SECONDS,
  now = () => new Date(),
}: KeyRingOptions): KeyLookup => {
  let held = keys;
  let refreshing: Promise<void> | undefined;
  let nextRefreshMs = Number.NEGATIVE_INFINITY;

  const refresh = async (): Promise<void> => {
    nextRefreshMs = now().getTime() + refreshIntervalSeconds * 1000;
    try {
      held = await refreshKeys();
    } finally {
      refreshing = undefined;
    }
  };

  return async (keyId) => {
    const known = findKey(held, keyId);
    if (known !== undefined) return known;
    if (refreshing === undefined && now().getTime() < nextRefreshMs) return undefined;
    refreshing ??= refresh();
    await refreshing;
    return findKey(held, keyId);
  };
};
