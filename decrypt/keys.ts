import { createPrivateKey, type KeyObject } from "node:crypto";

const MIN_MODULUS_BITS = 2048;

const parse = (pem: string): KeyObject | undefined => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
};

/** Why a text isn't read as a key: environment variables and some vaults change line ends. */
const problemOf = (pem: string): string => {
  if (pem.includes("\\n")) return " with line ends, but it has a backslash and n";
  if (/BEGIN [A-Z ]*PRIVATE KEY-----[ \t]*[^\s]/.test(pem)) return " with line ends, but all of it is on one line";
  return ", PKCS#8 or PKCS#1, that isn't encrypted, but it can't be read as one";
};

/** Keys that were read before, by their PEM: reading one takes as long as decrypting. */
const known = new WeakMap<object, { readonly pem: string; readonly key: KeyObject }>();

const readKey = (entry: object, pem: string, refuse: (what: string) => TypeError): KeyObject => {
  const before = known.get(entry);
  if (before?.pem === pem) return before.key;
  const key = parse(pem);
  if (key === undefined) {
    throw refuse(`must have a privateKey in PEM${problemOf(pem)}.`);
  }
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== "rsa" || modulusLength < MIN_MODULUS_BITS) {
    throw refuse(`must have an RSA key of at least ${MIN_MODULUS_BITS} bits as privateKey, but it has another one.`);
  }
  known.set(entry, { pem, key });
  return key;
};

/** A key that can be used. */
export interface UsableKey {
  readonly keyId: string | undefined;
  readonly key: KeyObject;
}

const requireKey = (entry: unknown, name: string): UsableKey => {
  const refuse = (what: string): TypeError => new TypeError(`${name} ${what}`);
  if (typeof entry !== "object" || entry === null) throw refuse("must be an object of keyId and privateKey.");
  const { keyId, privateKey } = entry as Readonly<Record<string, unknown>>;
  // Vaults and JSON have null for what is missing.
  if (keyId !== undefined && keyId !== null && (typeof keyId !== "string" || keyId === "")) {
    throw refuse("must have a keyId that is a text, or none.");
  }
  if (typeof privateKey !== "string") throw refuse("must have a privateKey in PEM, but it's missing or isn't a text.");
  return { keyId: keyId ?? undefined, key: readKey(entry, privateKey, refuse) };
};

/** @throws TypeError that says what is wrong, and quotes nothing of a key */
export const requireKeys = (keys: unknown): readonly UsableKey[] => {
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new TypeError("keys must be a list of at least one object of keyId and privateKey.");
  }
  return keys.map((entry: unknown, index) => requireKey(entry, `keys[${index}]`));
};

/** The keys to try for a `kid`: those with this ID first, then those without one. Without a `kid`, all of them. */
export const candidatesFor = (keyId: string | undefined, keys: readonly UsableKey[]): readonly UsableKey[] =>
  keyId === undefined
    ? keys
    : [...keys.filter((key) => key.keyId === keyId), ...keys.filter((key) => key.keyId === undefined)];
