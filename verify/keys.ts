/** A key to verify with; an entry of `WebhookVerificationKeys.keys` is one. */
export interface VerificationKey {
  readonly keyId: string;
  /** The key, base64. */
  readonly key: string;
  /** End of its validity, RFC 3339. A notification is refused from then on. Absent: the key has no known end. */
  readonly expirationDate?: string | undefined;
}

/** Finds a key by its id, for instance in a vault. */
export type KeyLookup = (keyId: string) => Promise<VerificationKey | undefined>;

/** `WebhookVerificationKeys.keys`, one key, or a lookup. */
export type VerificationKeys = readonly VerificationKey[] | VerificationKey | KeyLookup;

/** @throws TypeError where a receiver has no keys at all, as when a secret is not there */
export const requireKeys = (keys: unknown): void => {
  if (typeof keys !== "function" && (typeof keys !== "object" || keys === null))
    throw new TypeError("keys must be `keys` of WebhookVerificationKeys, one key, or a lookup by key id");
};

const isList = (keys: VerificationKeys): keys is readonly VerificationKey[] => Array.isArray(keys);

/** The key of this id, or undefined. Without a lookup the answer comes at once. */
export const findKey = (
  keys: VerificationKeys,
  keyId: string,
): VerificationKey | undefined | Promise<VerificationKey | undefined> => {
  if (typeof keys === "function") return keys(keyId);
  return (isList(keys) ? keys : [keys]).find((key) => key.keyId === keyId);
};
