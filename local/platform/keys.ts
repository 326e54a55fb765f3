import { randomBytes, randomUUID } from "node:crypto";
import { type IssuedKey, type KeyType } from "./issued-key.js";
import { type StateFile, openStateFile } from "./key-file.js";
import { type KeyRequest } from "./key-request.js";
import { type Grant, endOfValidity } from "./validity.js";

/** What a second CREATE for one organization and tenant gives: the key that is there, or one that replaces it. */
export type OnCreate = "same-key" | "override";

/** The keys that the local platform holds, at most one for each key type, organization and tenant. */
export interface KeyStore {
  /** The key that answers a request; the store holds it only after `keep`. */
  keyFor(request: KeyRequest, now: Date, grant: Grant): IssuedKey;
  keep(key: IssuedKey): void;
  /** The key that an organization was last given. */
  current(organizationId: string, keyType: KeyType): IssuedKey | undefined;
  /** OAuth credentials by their ID, also after others were stored. */
  stored(organizationId: string, keyId: string): IssuedKey | undefined;
}

const placeOf = ({ keyType, organizationId, tenant }: Pick<IssuedKey, "keyType" | "organizationId" | "tenant">) =>
  JSON.stringify([keyType, organizationId, tenant]);

/** A key as asked for: CREATE brings no `key`, so one is made; STORE brings its own. */
const newKey = ({ keyInformation }: KeyRequest, now: Date, grant: Grant): IssuedKey => {
  const { expiryDuration, ...asked } = keyInformation;
  const expirationDate = endOfValidity(now, expiryDuration, grant);
  return { key: randomBytes(32).toString("base64"), ...asked, keyId: randomUUID(), expirationDate };
};

/** A key store that keeps its keys in `file`: in memory unless another is given. */
export const createKeyStore = (onCreate: OnCreate, file: StateFile = openStateFile(undefined)): KeyStore => {
  const held = new Map<string, IssuedKey>();
  for (const key of file.content().keys) held.set(placeOf(key), key);
  // A file that cannot be written is reported at the start, not with the first key.
  file.save({ keys: [...held.values()] });

  return {
    keyFor(request, now, grant) {
      const { keyInformation, clientRequestAction } = request;
      const before = held.get(placeOf(keyInformation));
      const isSame = clientRequestAction === "CREATE" && onCreate === "same-key";
      if (isSame && before !== undefined && before.expirationDate > now) return before;
      return newKey(request, now, grant);
    },
    keep(key) {
      const place = placeOf(key);
      const others = [...held].filter(([other]) => other !== place).map(([, other]) => other);
      const before = held.get(place);
      const isReplaced = before?.keyType === "oAuthClientCredentials" && before.keyId !== key.keyId;
      const replaced = isReplaced ? [...file.content().replacedCredentials, before] : undefined;
      file.save({ keys: [...others, key], ...(replaced !== undefined && { replacedCredentials: replaced }) });
      held.delete(place);
      held.set(place, key);
    },
    current: (organizationId, keyType) =>
      [...held.values()].findLast((key) => key.organizationId === organizationId && key.keyType === keyType),
    stored: (organizationId, keyId) =>
      [...held.values(), ...file.content().replacedCredentials].find(
        (key) =>
          key.organizationId === organizationId && key.keyId === keyId && key.keyType === "oAuthClientCredentials",
      ),
  };
};
