import { endMsOf, findKey, findKeyAgain, requireKeys, type VerificationKey, type VerificationKeys } from "./keys.js";
import { NotificationError } from "./notification-error.js";
import { type PayloadForm, type RawBody, signedPayloadOf } from "./payload.js";
import { type HeaderValue, parseSignatureHeader } from "./signature-header.js";
import { isSameSignature, signatureOf } from "./signature.js";
import { requireSeconds } from "./seconds.js";

const DEFAULT_TOLERANCE_SECONDS = 300;

export interface NotificationToVerify {
  /** Value of the header `v-c-signature`. */
  readonly header: HeaderValue;
  /** The body as it came, before any parser. */
  readonly body: RawBody;
  /** `keys` of a WebhookVerificationKeys, one key, or an async lookup by key id such as that of `createKeyRing`. */
  readonly keys: VerificationKeys;
  /** The time to compare with. Default: the system's. */
  readonly now?: Date;
  /** Seconds by which the time of the signature may differ from now, in both directions. Default 300. */
  readonly toleranceSeconds?: number;
  /** What is signed: the raw body (`raw`, default), or its `payload` alone (`inner`), as older notifications have it. */
  readonly payloadForm?: PayloadForm;
  /**
   * Tells whether this id was seen before, and remembers it for at least so many seconds, an integer from 1 on: until then
   * the tolerance would accept it again. See `createReplayGuard`. Default: replays are not told.
   */
  readonly seen?: (id: string, seconds: number) => Promise<boolean>;
}

/** A notification that the platform has signed, lately. */
export interface VerifiedNotification {
  /** The key with which it was signed. */
  readonly keyId: string;
  /** When it was signed. */
  readonly timestamp: Date;
  /** The same for the same signature: what a replay guard remembers. */
  readonly id: string;
  /**
   * What was signed, parsed when it is first read: the body, or its `payload` with payloadForm `inner`. Reading it throws
   * NotificationError ERR_NOTIFICATION_BODY where it is not JSON.
   */
  readonly event: unknown;
}

/** Whole milliseconds: 4121.905 seconds times 1000 is less than 4121905. */
const toleranceMsOf = (toleranceSeconds: number): number => Math.round(toleranceSeconds * 1000);

const checkTime = (timestamp: Date, now: Date, toleranceSeconds: number): void => {
  const ageMs = now.getTime() - timestamp.getTime();
  if (ageMs > toleranceMsOf(toleranceSeconds))
    throw new NotificationError(
      "ERR_NOTIFICATION_TOO_OLD",
      `it was signed more than ${toleranceSeconds} seconds ago. It is a replay, a late retry, or this machine's clock is fast.`,
    );
  if (!(ageMs >= -toleranceMsOf(toleranceSeconds)))
    throw new NotificationError(
      "ERR_NOTIFICATION_FROM_FUTURE",
      `it was signed more than ${toleranceSeconds} seconds ahead of now. This machine's clock is slow, or it is forged.`,
    );
};

/** Whole seconds until the tolerance refuses a signature of this time, which it does not yet in its last instant. */
const secondsUntilTooOld = (timestamp: Date, now: Date, toleranceSeconds: number): number =>
  Math.floor((timestamp.getTime() - now.getTime() + toleranceMsOf(toleranceSeconds)) / 1000) + 1;

/** Why a key doesn't verify, or undefined. */
const refusalOf = (
  key: VerificationKey | undefined,
  now: Date,
  isSignedWith: (key: VerificationKey) => boolean,
): NotificationError | undefined => {
  if (key === undefined)
    return new NotificationError(
      "ERR_NOTIFICATION_KEY_UNKNOWN",
      "it names a key that is not among the keys. After a rotation, read them again (createKeyRing does); answer 503, so that the platform retries.",
    );
  if (now.getTime() >= (endMsOf(key) ?? Number.POSITIVE_INFINITY))
    return new NotificationError(
      "ERR_NOTIFICATION_KEY_EXPIRED",
      "it was signed with a key that has expired. Renew the key: pulumi up.",
    );
  if (!isSignedWith(key))
    return new NotificationError(
      "ERR_NOTIFICATION_SIGNATURE_MISMATCH",
      "the signature is not that of this body. It is forged, or the body was changed on its way: by a body parser, as text in another encoding, or because it is still base64, as AWS API Gateway hands it over. Pass the bytes as they came.",
    );
  return undefined;
};

/** Parsed when it is read, and once: that takes longer than to verify it. */
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
 * Verifies that the platform has signed a notification, with one of these keys and lately.
 *
 * @returns the key id, the time, and the event
 * @throws NotificationError with a code of docs/verify.md; TypeError for wrong options; what a key lookup or `seen` throws
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
    throw new NotificationError("ERR_NOTIFICATION_REPLAYED", "it was accepted before. Answer 200, and do nothing.");
  return new Verified(keyId, timestamp, signature, event);
};
