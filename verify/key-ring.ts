import { KeyCache } from "./key-cache.js";
import { type KeyLookup, requireKeyList, type VerificationKey } from "./keys.js";
import { requireSeconds } from "./seconds.js";
import { startTimer as startSystemTimer, type StartTimer } from "./timer.js";

/** After a rotation, the platform may sign with the new key some seconds before a receiver can read it. */
const DEFAULT_REFRESH_INTERVAL_SECONDS = 10;
/** A key that was removed from the source may be accepted for this long. */
const DEFAULT_MAX_AGE_SECONDS = 300;
/** The first call of a vault can take a few seconds. */
const DEFAULT_REFRESH_TIMEOUT_SECONDS = 5;

export interface KeyRingOptions {
  /** Initial keys, treated as if they had just been read. Default: none, so the first notification reads the keys. */
  readonly keys?: readonly VerificationKey[];
  /** Reads all keys from where the receiver stores them, such as a vault or a file. */
  readonly refreshKeys: () => Promise<readonly VerificationKey[]>;
  /** Minimum time between the starts of two calls of refreshKeys, in seconds, 0 or more. Default 10. */
  readonly refreshIntervalSeconds?: number;
  /**
   * How long the keys are used before they must be read again, in seconds, 0 or more. From half of this time on, they are
   * refreshed in the background. If refreshKeys fails, the last keys stay in use for longer. Default 300.
   */
  readonly maxAgeSeconds?: number;
  /** Longest time that a notification waits for refreshKeys, in seconds, 0 or more. Default 5. */
  readonly refreshTimeoutSeconds?: number;
  /** The clock. Default: the system clock. */
  readonly now?: () => Date;
  /** Starts a timer and returns a function that stops it, for tests with their own clock. Default: setTimeout. */
  readonly startTimer?: StartTimer;
}

/** A key lookup that refreshes its keys when necessary. Pass it as `keys` to each call of `verifyNotification`. */
export interface KeyRing extends KeyLookup {
  /** Looks up a key again that has expired or doesn't verify. `verifyNotification` calls it. */
  readonly again: NonNullable<KeyLookup["again"]>;
}

/**
 * Creates a key ring: a receiver that uses it accepts a new key after a rotation, and stops accepting a key that was removed
 * from the vault, without a restart. Create it once and pass it as `keys` to each call of `verifyNotification`.
 *
 * If a notification names a key that is unknown, has expired or doesn't verify, the key ring calls `refreshKeys`, but at most
 * once per interval: invented key IDs or signatures can't flood your vault. Notifications that arrive meanwhile wait for the
 * same call, and none waits longer than the timeout. Known keys are refreshed in the background, and stay in use while
 * `refreshKeys` fails. docs/key-ring.md lists each case.
 *
 * @throws TypeError for invalid options. A lookup that needs a refresh throws what refreshKeys threw, a TypeError if it
 * didn't return a list of keys, and NotificationError ERR_NOTIFICATION_KEYS_UNREADABLE if it didn't return in time
 */
export const createKeyRing = ({
  keys,
  refreshKeys,
  refreshIntervalSeconds = DEFAULT_REFRESH_INTERVAL_SECONDS,
  maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS,
  refreshTimeoutSeconds = DEFAULT_REFRESH_TIMEOUT_SECONDS,
  now = () => new Date(),
  startTimer = startSystemTimer,
}: KeyRingOptions): KeyRing => {
  if (typeof refreshKeys !== "function") throw new TypeError("refreshKeys must be a function that reads the keys");
  const cache = new KeyCache(
    keys === undefined ? undefined : requireKeyList(keys, "keys"),
    refreshKeys,
    {
      intervalMs: requireSeconds(refreshIntervalSeconds, "refreshIntervalSeconds") * 1000,
      maxAgeMs: requireSeconds(maxAgeSeconds, "maxAgeSeconds") * 1000,
      timeoutMs: requireSeconds(refreshTimeoutSeconds, "refreshTimeoutSeconds") * 1000,
    },
    now,
    startTimer,
  );
  return Object.assign(async (keyId: string) => cache.find(keyId), {
    again: async (rejected: VerificationKey) => cache.find(rejected.keyId, rejected),
  });
};
