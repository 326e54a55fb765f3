import { endMsOf, findKey, findKeyAgain, requireKeys, type VerificationKey, type VerificationKeys } from "./keys.js";
import { NotificationError } from "./notification-error.js";
import { type PayloadForm, type RawBody, signedPayloadOf } from "./payload.js";
import { type HeaderValue, parseSignatureHeader } from "./signature-header.js";
import { isSameSignature, signatureOf } from "./signature.js";
import { requireSeconds } from "./seconds.js";

const DEFAULT_TOLERANCE_SECONDS = 300;

export interface NotificationToVerify {
  /** The value of the header `v-c-signature`. */
  readonly header: HeaderValue;
  /** The body as received, before any parser. */
  readonly body: RawBody;
  /** `keys` of a WebhookVerificationKeys, one key, or an async lookup by key ID, such as a key ring. */
  readonly keys: VerificationKeys;
  /** The current time. Default: the system's. */
  readonly now?: Date;
  /** How far the time of the signature may differ from now, before or after, in seconds. Default 300. */
  readonly toleranceSeconds?: number;
  /** What is signed: the whole body (`raw`, the default), or only its `payload` (`inner`), as in older notifications. */
  readonly payloadForm?: PayloadForm;
  /**
   * Returns whether this ID was seen before, and remembers it for at least `seconds`, an integer of 1 or more: for that long,
   * the tolerance would accept the same notification again. See `createReplayGuard`. Default: replays aren't detected.
   */
  readonly seen?: (id: string, seconds: number) => Promise<boolean>;
}

/** A notification whose signature and time are valid. */
export interface VerifiedNotification {
  /** ID of the key that it was signed with. */
  readonly keyId: string;
  /** When it was signed. */
  readonly timestamp: Date;
  /** Identifies the signature: a replay guard remembers it. */
  readonly id: string;
  /**
   * The signed part, parsed on first access: the body, or its `payload` with payloadForm `inner`. Access throws
   * NotificationError ERR_NOTIFICATION_BODY if it isn't JSON. A body that is only a compact JWE is that text.
   */
  readonly event: unknown;
}

/** Rounded, because 4121.905 * 1000 is slightly less than 4121905. */
const toleranceMsOf = (toleranceSeconds: number): number => Math.round(toleranceSeconds * 1000);

const checkTime = (timestamp: Date, now: Date, toleranceSeconds: number): void => {
  const ageMs = now.getTime() - timestamp.getTime();
  if (ageMs > toleranceMsOf(toleranceSeconds))
    throw new NotificationError(
      "ERR_NOTIFICATION_TOO_OLD",
      `the notification was signed more than ${toleranceSeconds} seconds ago. It's a replay or a late retry, or this machine's clock is fast.`,
    );
  if (!(ageMs >= -toleranceMsOf(toleranceSeconds)))
    throw new NotificationError(
      "ERR_NOTIFICATION_FROM_FUTURE",
      `the notification was signed more than ${toleranceSeconds} seconds in the future. This machine's clock is slow, or the notification is forged.`,
    );
};

/** How long the tolerance still accepts a signature, in whole seconds. Plus 1, because it accepts the last instant too. */
const secondsUntilTooOld = (timestamp: Date, now: Date, toleranceSeconds: number): number =>
  Math.floor((timestamp.getTime() - now.getTime() + toleranceMsOf(toleranceSeconds)) / 1000) + 1;

/** Why the notification is rejected with this key, or undefined if it isn't. */
const refusalOf = (
  key: VerificationKey | undefined,
  now: Date,
  isSignedWith: (key: VerificationKey) => boolean,
): NotificationError | undefined => {
  if (key === undefined)
    return new NotificationError(
      "ERR_NOTIFICATION_KEY_UNKNOWN",
      "the notification was signed with a key that isn't one of your keys. After a rotation, read the keys again (createKeyRing does); answer 503, so that the platform retries.",
    );
  if (now.getTime() >= (endMsOf(key) ?? Number.POSITIVE_INFINITY))
    return new NotificationError(
      "ERR_NOTIFICATION_KEY_EXPIRED",
      "the notification was signed with a key that has expired. To renew the key, run pulumi up.",
    );
  if (!isSignedWith(key))
    return new NotificationError(
      "ERR_NOTIFICATION_SIGNATURE_MISMATCH",
      "the signature doesn't match the body. The notification is forged, or the body was changed after it was received: by a body parser, by a text encoding, or because it's still base64, as AWS API Gateway passes it on. Pass the received bytes.",
    );
  return undefined;
};

/** Parses the event only if it's read, and only once: parsing takes longer than verifying. */
class Verified implements VerifiedNotification {
  readonly keyId: string;
  readonly timestamp: Date;
  readonly id: string;
  readonly #parse: () => unknown;
  #event: unknown;

  constructor(keyId: string, timestamp: Date, id: string, parse: () => unknown) {
    this.keyId = keyId;
    this.timestamp = timestamp;
    this.id = id;
    this.#parse = parse;
  }

  get event(): unknown {
    return (this.#event ??= this.#parse());
  }
}

/**
 * Verifies that the platform signed a notification with one of your keys, and did so recently.
 *
 * @returns the key ID, the time and the event
 * @throws NotificationError with a code from docs/verify.md; TypeError for invalid options; what a key lookup or `seen` throws
 */
export const verifyNotification = async ({
  header,
  body,
  keys,
  now = new Date(),
  toleranceSeconds = DEFAULT_TOLERANCE_SECONDS,
  payloadForm = "raw",
  seen,
}: NotificationToVerify): Promise<VerifiedNotification> => {
  const knownKeys = requireKeys(keys);
  requireSeconds(toleranceSeconds, "toleranceSeconds");
  const { timestampText, timestamp, keyId, signature } = parseSignatureHeader(header);
  checkTime(timestamp, now, toleranceSeconds);
  const { signed, event } = signedPayloadOf(body, payloadForm);
  const isSignedWith = (key: VerificationKey): boolean =>
    isSameSignature(signatureOf(key, timestampText, signed), signature);

  const found = await findKey(knownKeys, keyId);
  let refusal = refusalOf(found, now, isSignedWith);
  if (refusal !== undefined && found !== undefined) {
    const renewed = await findKeyAgain(knownKeys, found);
    if (renewed !== undefined) refusal = refusalOf(renewed, now, isSignedWith);
  }
  if (refusal !== undefined) throw refusal;

  if (seen !== undefined && (await seen(signature, secondsUntilTooOld(timestamp, now, toleranceSeconds))))
    throw new NotificationError(
      "ERR_NOTIFICATION_REPLAYED",
      "the notification was accepted before. Answer 200 and don't handle it again.",
    );
  return new Verified(keyId, timestamp, signature, event);
};
