/** A key to verify with; an entry of `WebhookVerificationKeys.keys` is one. */
export interface VerificationKey {
  /** Identifier of the key, as in the header of a notification: visible ASCII without `;` and `"`. */
  readonly keyId: string;
  /** The key, base64, at least 8 bytes. Secret. */
  readonly key: string;
  /**
   * End of its validity, RFC 3339. A notification is refused from then on. Absent, or in a form that can't be read: the
   * key has no known end.
   */
  readonly expirationDate?: string | undefined;
}

/** Finds a key by its id, for instance in a vault. */
export interface KeyLookup {
  (keyId: string): Promise<VerificationKey | undefined>;
  /**
   * Finds it anew: `verifyNotification` calls this once where the key that was found has expired or doesn't verify, and
   * refuses the notification if what it returns does no better. For lookups that remember keys, such as `createKeyRing`.
   */
  readonly again?: (refused: VerificationKey) => Promise<VerificationKey | undefined>;
}

/** `WebhookVerificationKeys.keys`, one key, or a lookup. */
export type VerificationKeys = readonly VerificationKey[] | VerificationKey | KeyLookup;

/** What a header can carry: its parser drops spaces and quotes, and splits at semicolons. */
const KEY_ID = /^[!#-:<-~]+$/;
/** 8 bytes or more. The vendor's sample key has 8, genuine ones have 32; a shorter one could be found by trying. */
const KEY = /^[A-Za-z0-9+/_-]{11,}={0,2}$/;
/** A date has digits in every form; a word such as "never" is a mistake of whoever wrote it. */
const DIGIT = /\d/;
/** RFC 3339, its offset with or without a colon, and a plain day. */
const DATE = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d))?$/i;

/** The kind of a value, and never the value: it may be a secret. */
const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  return `an object of the kind ${Object.prototype.toString.call(value).slice(8, -1)}`;
};

const hintFor = (value: unknown): string => {
  if (typeof value === "string") return " If it's JSON, parse it first.";
  if (Array.isArray(Reflect.get(Object(value) as object, "keys"))) return " Pass its `keys`.";
  return "";
};

/** @throws TypeError that tells what is wrong with a key, and repeats nothing of it */
const requireKey = (value: unknown, name: string): VerificationKey => {
  const { keyId, key, expirationDate: end } = Object(value) as Readonly<Record<string, unknown>>;
  const refuse = (what: string): TypeError =>
    new TypeError(`${name} ${what} Pass \`keys\` of WebhookVerificationKeys as it is.${hintFor(value)}`);
  if (typeof keyId !== "string" && typeof key !== "string")
    throw refuse(`must be a key, with keyId and key, but is ${kindOf(value)}.`);
  if (typeof keyId !== "string" || !KEY_ID.test(keyId))
    throw refuse("must have a keyId of visible ASCII characters, without spaces, line ends, quotes and semicolons.");
  if (typeof key !== "string" || !KEY.test(key)) throw refuse("must have a key in base64, of 8 bytes or more.");
  if (end !== undefined && end !== null && (typeof end !== "string" || !DIGIT.test(end)))
    throw refuse("must have an expirationDate that is a date in RFC 3339, or none.");
  return value as VerificationKey;
};

/** @throws TypeError where a reading of keys is something else than a list of keys */
export const requireKeyList = (keys: unknown, name: string): readonly VerificationKey[] => {
  if (!Array.isArray(keys))
    throw new TypeError(`${name} must be a list of keys, but is ${kindOf(keys)}.${hintFor(keys)}`);
  keys.forEach((key: unknown, index) => requireKey(key, `${name}[${index}]`));
  return keys as VerificationKey[];
};

/** @throws TypeError where a receiver has no keys at all, as when a secret is not there, or keys of another shape */
export const requireKeys = (keys: unknown): VerificationKeys => {
  if (typeof keys === "function") return keys as KeyLookup;
  return Array.isArray(keys) ? requireKeyList(keys, "keys") : requireKey(keys, "keys");
};

const isList = (keys: VerificationKeys): keys is readonly VerificationKey[] => Array.isArray(keys);

/** The key of this id, or undefined. What a lookup returns is checked too. */
export const findKey = async (keys: VerificationKeys, keyId: string): Promise<VerificationKey | undefined> => {
  if (typeof keys === "function") return foundKey(await keys(keyId));
  return (isList(keys) ? keys : [keys]).find((key) => key.keyId === keyId);
};

/** Finds a key anew that has expired or doesn't verify; undefined where nothing can have another. */
export const findKeyAgain = async (
  keys: VerificationKeys,
  refused: VerificationKey,
): Promise<VerificationKey | undefined> =>
  typeof keys === "function" && keys.again !== undefined ? foundKey(await keys.again(refused)) : undefined;

/** Vaults answer null or undefined for what they don't have. */
const foundKey = (found: unknown): VerificationKey | undefined =>
  found === undefined || found === null ? undefined : requireKey(found, "what the key lookup returned");

/** When a key ends, in milliseconds since 1970; undefined where its end isn't known. */
export const endMsOf = ({ expirationDate }: VerificationKey): number | undefined => {
  const [, day = "", time = ""] = DATE.exec((expirationDate ?? "").trim()) ?? [];
  const endMs = Date.parse(day + time.toUpperCase().replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(endMs) ? undefined : endMs;
};
