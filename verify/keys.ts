/** A key to verify signatures with, such as an entry of `WebhookVerificationKeys.keys`. */
export interface VerificationKey {
  /** ID of the key, as in the header of a notification: visible ASCII without `;` and `"`. */
  readonly keyId: string;
  /** The key, base64, at least 8 bytes. Secret. */
  readonly key: string;
  /**
   * End of the key's validity, RFC 3339. From then on, notifications signed with it are rejected. If it's missing or in an
   * unknown date format, the key doesn't expire here.
   */
  readonly expirationDate?: string | undefined;
}

/** Finds a key by its ID, for example in a vault. */
export interface KeyLookup {
  (keyId: string): Promise<VerificationKey | undefined>;
  /**
   * Looks up a key again: `verifyNotification` calls this once if the key that it found has expired or doesn't verify, and
   * rejects the notification if the new key doesn't verify it either. For lookups that cache keys, such as `createKeyRing`.
   */
  readonly again?: (rejected: VerificationKey) => Promise<VerificationKey | undefined>;
}

/** `WebhookVerificationKeys.keys`, one key, or a lookup. */
export type VerificationKeys = readonly VerificationKey[] | VerificationKey | KeyLookup;

/** The key IDs that a header can contain: its parser removes spaces and quotes, and splits at semicolons. */
const KEY_ID = /^[!#-:<-~]+$/;
/** 8 bytes or more. Real keys have 32, and the vendor's sample key has 8. A shorter key could be guessed. */
const KEY = /^[A-Za-z0-9+/_-]{11,}={0,2}$/;
/** Every date format has digits. A word such as "never" is a mistake in the configuration. */
const DIGIT = /\d/;
/** RFC 3339, also with an offset without a colon, or a date without a time. */
const DATE = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d))?$/i;

/** Describes the type of a value. Never contains the value itself, which may be a secret. */
const describeType = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  return `an object of type ${Object.prototype.toString.call(value).slice(8, -1)}`;
};

const hintFor = (value: unknown): string => {
  if (typeof value === "string") return " If it's JSON, parse it first.";
  if (Array.isArray(Reflect.get(Object(value) as object, "keys"))) return " Pass its `keys`.";
  return "";
};

/** @throws TypeError that says what is wrong with the key, without quoting any of it */
const requireKey = (value: unknown, name: string): VerificationKey => {
  const { keyId, key, expirationDate: end } = Object(value) as Readonly<Record<string, unknown>>;
  const refuse = (what: string): TypeError =>
    new TypeError(`${name} ${what} Pass \`keys\` of WebhookVerificationKeys unchanged.${hintFor(value)}`);
  if (typeof keyId !== "string" && typeof key !== "string")
    throw refuse(`must be a key, with keyId and key, but is ${describeType(value)}.`);
  if (typeof keyId !== "string" || !KEY_ID.test(keyId))
    throw refuse("must have a keyId of visible ASCII characters without spaces, line breaks, quotes or semicolons.");
  if (typeof key !== "string" || !KEY.test(key)) throw refuse("must have a key in base64 of at least 8 bytes.");
  if (end !== undefined && end !== null && (typeof end !== "string" || !DIGIT.test(end)))
    throw refuse("must have an RFC 3339 date as expirationDate, or no expirationDate.");
  return value as VerificationKey;
};

/** @throws TypeError if the value isn't a list of keys */
export const requireKeyList = (keys: unknown, name: string): readonly VerificationKey[] => {
  if (!Array.isArray(keys))
    throw new TypeError(`${name} must be a list of keys, but is ${describeType(keys)}.${hintFor(keys)}`);
  keys.forEach((key: unknown, index) => requireKey(key, `${name}[${index}]`));
  return keys as VerificationKey[];
};

/** @throws TypeError if the value isn't a lookup, a key or a list of keys: for example if a secret is missing */
export const requireKeys = (keys: unknown): VerificationKeys => {
  if (typeof keys === "function") return keys as KeyLookup;
  return Array.isArray(keys) ? requireKeyList(keys, "keys") : requireKey(keys, "keys");
};

const isList = (keys: VerificationKeys): keys is readonly VerificationKey[] => Array.isArray(keys);

/** The key with this ID, or undefined. Also checks what a lookup returns. */
export const findKey = async (keys: VerificationKeys, keyId: string): Promise<VerificationKey | undefined> => {
  if (typeof keys === "function") return foundKey(await keys(keyId));
  return (isList(keys) ? keys : [keys]).find((key) => key.keyId === keyId);
};

/** Looks up a key again that has expired or doesn't verify; undefined if only a fixed list of keys is known. */
export const findKeyAgain = async (
  keys: VerificationKeys,
  rejected: VerificationKey,
): Promise<VerificationKey | undefined> =>
  typeof keys === "function" && keys.again !== undefined ? foundKey(await keys.again(rejected)) : undefined;

/** Vaults return null or undefined for a missing key. */
const foundKey = (found: unknown): VerificationKey | undefined =>
  found === undefined || found === null ? undefined : requireKey(found, "what the key lookup returned");

/** When a key expires, in milliseconds since 1970; undefined if that isn't known. */
export const endMsOf = ({ expirationDate }: VerificationKey): number | undefined => {
  const [, day = "", time = ""] = DATE.exec((expirationDate ?? "").trim()) ?? [];
  const endMs = Date.parse(day + time.toUpperCase().replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(endMs) ? undefined : endMs;
};
