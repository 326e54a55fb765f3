import { HeldKeys } from "./held-keys.js";
import { type KeyLookup, requireKeyList, type VerificationKey } from "./keys.js";
import { requireSeconds } from "./seconds.js";
import { startTimer as startSystemTimer, type StartTimer } from "./timer.js";

/** The platform may sign with a new key some seconds before a receiver can read it. */
const DEFAULT_REFRESH_INTERVAL_SECONDS = 10;
/** So long a key that has left the source can still be accepted. */
const DEFAULT_MAX_AGE_SECONDS = 300;
/** A vault that is called for the first time takes up to a few seconds. */
const DEFAULT_REFRESH_TIMEOUT_SECONDS = 5;

export interface KeyRingOptions {
  /** Keys to begin with, as if they had just been read. Default: none, so that the first notification reads them. */
  readonly keys?: readonly VerificationKey[];
  /** Reads all keys again, from where the receiver has them: a vault, a file. */
  readonly refreshKeys: () => Promise<readonly VerificationKey[]>;
  /** Seconds, 0 or more, that pass at least between the beginnings of two calls of refreshKeys, whoever asks. Default 10. */
  readonly refreshIntervalSeconds?: number;
  /**
   * Seconds, 0 or more, for which what was read is used. From half of them on it is read again in the background. While
   * the source fails, what was read last stays in use beyond them. Default 300.
   */
  readonly maxAgeSeconds?: number;
  /** Seconds, 0 or more, for which a notification waits for refreshKeys. Default 5. */
  readonly refreshTimeoutSeconds?: number;
  /** The clock. Default: the system's. */
  readonly now?: () => Date;
  /** Starts a timer, and returns what stops it. Default: setTimeout. For tests that move the clock. */
  readonly startTimer?: StartTimer;
}

/** A key lookup that reads the keys again where it needs to. Pass it as `keys` to every `verifyNotification`. */
export interface KeyRing extends KeyLookup {
  /** Finds a key anew that has expired or doesn't verify: `verifyNotification` calls it. */
  readonly again: NonNullable<KeyLookup["again"]>;
}

/**
 * Keys that are read again when a notification needs it, so that a receiver takes up a rotation, and drops a key that has
 * left the vault, without a restart. Make it once and pass it as `keys` to every `verifyNotification`.
 *
 * A key that isn't among them, has expired or doesn't verify calls `refreshKeys` once, and not again before the interval
 * has passed: whoever sends invented key ids or signatures can't make the receiver ask its vault all the time.
 * Notifications that come meanwhile wait for the same call, and none longer than the time limit. What is held is renewed
 * in the background, and stays as it was while `refreshKeys` fails. The table of docs/verify.md has each case.
 *
 * @throws TypeError for options of another shape. A look-up that needs a reading throws what refreshKeys threw, a
 * TypeError where it returned something else than a list of keys, and NotificationError ERR_NOTIFICATION_KEYS_UNREADABLE
 * where it didn't return in time
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
  const ring = new HeldKeys(
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
  return Object.assign(async (keyId: string) => ring.look(keyId), {
    again: async (refused: VerificationKey) => ring.look(refused.keyId, refused),
  });
};
