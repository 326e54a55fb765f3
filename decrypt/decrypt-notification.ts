import { JWEDecryptionFailed } from "jose/errors";
import { compactDecrypt } from "jose/jwe/compact/decrypt";
import { DecryptionError } from "./decryption-error.js";
import { type DecryptionKey } from "./decryption-key.js";
import { parseJson, type RawBody, tokenOf } from "./envelope.js";
import { CONTENT_ALGORITHM, KEY_ALGORITHM, keyIdOf, malformed } from "./header.js";
import { candidatesFor, requireKeys, type UsableKey } from "./keys.js";

export interface NotificationToDecrypt {
  /** The body as received. Verify it first, with `verifyNotification`: encryption doesn't prove who sent it. */
  readonly body: RawBody;
  /** The private keys of the certificates that were stored, the old ones too as long as notifications may arrive. */
  readonly keys: readonly DecryptionKey[];
}

export interface DecryptedNotification {
  /** `kid` of the notification: keyId of the `WebhookEncryptionKey`. Undefined if it has none. */
  readonly keyId: string | undefined;
  /** The decrypted event. */
  readonly event: unknown;
  /** The bytes that were encrypted: `event` as JSON in UTF-8. */
  readonly content: Uint8Array;
}

const OPTIONS = {
  keyManagementAlgorithms: [KEY_ALGORITHM],
  contentEncryptionAlgorithms: [CONTENT_ALGORITHM],
};

/**
 * Decrypts with one key; undefined if it isn't the right one. The library's error is dropped: nothing of it helps more.
 *
 * @throws DecryptionError ERR_NOTIFICATION_JWE_MALFORMED
 */
const decryptWith = async (token: string, { key }: UsableKey): Promise<Uint8Array | undefined> => {
  try {
    return (await compactDecrypt(token, key, OPTIONS)).plaintext;
  } catch (error) {
    if (error instanceof JWEDecryptionFailed) return undefined;
    throw malformed();
  }
};

/**
 * Decrypts the event of a notification that `verifyNotification` has accepted. Only RSA-OAEP-256 with A256GCM is accepted.
 *
 * @throws DecryptionError with a code from docs/encryption.md
 * @throws TypeError if an option isn't valid, or a key can't be read
 */
export const decryptNotification = async ({ body, keys }: NotificationToDecrypt): Promise<DecryptedNotification> => {
  const usable = requireKeys(keys);
  const token = tokenOf(body);
  const keyId = keyIdOf(token);
  const candidates = candidatesFor(keyId, usable);
  if (candidates.length === 0)
    throw new DecryptionError(
      "ERR_NOTIFICATION_PRIVATE_KEY_UNKNOWN",
      "none of your private keys has the notification's kid as keyId, and none is without keyId. After a certificate was replaced, give the receiver the new keyId and the private key; answer 503, so that the platform retries.",
    );
  for (const candidate of candidates) {
    const content = await decryptWith(token, candidate);
    if (content === undefined) continue;
    const event = parseJson(content);
    if (event !== undefined) return { keyId, event, content };
    throw new DecryptionError(
      "ERR_NOTIFICATION_CONTENT",
      "the decrypted event isn't JSON in UTF-8. The platform isn't known to send that: if its signature is valid, tell us.",
    );
  }
  throw new DecryptionError(
    "ERR_NOTIFICATION_UNDECRYPTABLE",
    "none of the private keys for the notification's kid decrypts it. The certificate belongs to another private key, or the body was changed; answer 503, so that the platform retries.",
  );
};
