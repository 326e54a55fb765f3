import { randomBytes, randomUUID } from "node:crypto";
import { type IssuedKey, type KeyType } from "./issued-key.js";
import { type StateFile, openStateFile } from "./key-file.js";
import { type KeyRequest } from "./key-request.js";
import { type Grant, endOfValidity } from "./validity.js";

/** What a second CREATE for the same organization and tenant does: return the existing key, or replace it. */
export type OnCreate = "same-key" | "override";

/** The keys that the local platform stores: at most one for each key type, organization and tenant. */
export interface KeyStore {
  /** The key to answer a request with. It is stored only after `keep`. */
  keyFor(request: KeyRequest, now: Date, grant: Grant): IssuedKey;
  keep(key: IssuedKey): void;
  /** The last key that was issued to, or stored for, an organization. */
  current(organizationId: string, keyType: KeyType): IssuedKey | undefined;
  /** OAuth credentials by their ID, also after others were stored. */
  stored(organizationId: string, keyId: string): IssuedKey | undefined;
}

const slotOf = ({ keyType, organizationId, tenant }: Pick<IssuedKey, "keyType" | "organizationId" | "tenant">) =>
  JSON.stringify([keyType, organizationId, tenant]);

/** The key that a request asks for. STORE sends its own `key`; for CREATE, a random one is used. */
const newKey = ({ keyInformation }: KeyRequest, now: Date, grant: Grant): IssuedKey => {
  const { expiryDuration, ...asked } = keyInformation;
  const expirationDate = endOfValidity(now, expiryDuration, grant);
  return { key: randomBytes(32).toString("base64"), ...asked, keyId: randomUUID(), expirationDate };
};

/** Creates a key store that keeps its keys in `file`, or in memory if no file is given. */
export const createKeyStore = (onCreate: OnCreate, file: StateFile = openStateFile(undefined)): KeyStore => {
  const held = new Map<string, IssuedKey>();
  for (const key of file.content().keys) held.set(slotOf(key), key);
  // Writes the file now, so that an unwritable file is an error at the start and not at the first key.
  file.save({ keys: [...held.values()] });

  return {
    keyFor(request, now, grant) {
      const { keyInformation, clientRequestAction } = request;
      const before = held.get(slotOf(keyInformation));
      const isSame = clientRequestAction === "CREATE" && onCreate === "same-key";
      if (isSame && before !== undefined && before.expirationDate > now) return before;
      return newKey(request, now, grant);
    },
    keep(key) {
      const slot = slotOf(key);
      const others = [...held].filter(([other]) => other !== slot).map(([, other]) => other);
      const before = held.get(slot);
      const isReplaced = before?.keyType === "oAuthClientCredentials" && before.keyId !== key.keyId;
      const replaced = isReplaced ? [...file.content().replacedCredentials, before] : undefined;
      file.save({ keys: [...others, key], ...(replaced !== undefined && { replacedCredentials: replaced }) });
      held.delete(slot);
      held.set(slot, key);
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
