export { type DecryptedNotification, decryptNotification, type NotificationToDecrypt } from "./decrypt-notification.js";
export { DecryptionError, type DecryptionErrorCode } from "./decryption-error.js";
export { isEncrypted, type RawBody } from "./envelope.js";
export { type DecryptionKey } from "./decryption-key.js";
