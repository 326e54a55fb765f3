import { randomUUID } from "node:crypto";
import { type StateFile } from "../key-file.js";
import { type CertificateRequest } from "./certificate-request.js";
import { type EncryptionKey } from "./encryption-key.js";

/** The certificates that the local platform stores. Each STORE gets an ID of its own, and the earlier ones stay. */
export interface EncryptionKeyStore {
  keep(key: EncryptionKey): void;
  /** The last one that an organization stored, if it hasn't ended. */
  current(organizationId: string, now: Date): EncryptionKey | undefined;
}

/** The key to answer a request with. */
export const newEncryptionKey = ({ keyInformation }: CertificateRequest, expirationDate: Date): EncryptionKey => {
  const { provider, tenant, organizationId, pub } = keyInformation;
  return { provider, tenant, organizationId, keyId: randomUUID(), pub, expirationDate };
};

export const createEncryptionKeyStore = (file: StateFile): EncryptionKeyStore => ({
  keep: (key) => file.save({ encryptionKeys: [...file.content().encryptionKeys, key] }),
  current(organizationId, now) {
    const last = file.content().encryptionKeys.findLast((key) => key.organizationId === organizationId);
    return last !== undefined && last.expirationDate > now ? last : undefined;
  },
});
