import {
  compared,
  created,
  createdFirst,
  deletedReplaced,
  END,
  registeredLast,
  REQUEST,
  START,
  STATE,
} from "./common-steps.js";
import { type EncryptionKeyOperation } from "./encryption-key-operations.js";
import { type KeyOperation } from "./key-operations.js";

/**
 * The steps of each operation in order, which never changes: first the key, then the resource that depends on it. The
 * Pulumi CLI takes the same steps, but those of the engine itself can't be observed.
 */
export const KEY_STEPS: Readonly<Record<KeyOperation, readonly string[]>> = {
  create: [
    ...createdFirst("WebhookSigningKey"),
    ...REQUEST,
    "provider answers create WebhookSigningKey",
    ...STATE,
    "program is answered registerResource WebhookSigningKey",
    "program sends registerResource WebhookVerificationKeys",
    ...created("WebhookVerificationKeys"),
    "provider answers create WebhookVerificationKeys",
    ...STATE,
    ...registeredLast("WebhookVerificationKeys"),
    ...END,
  ],
  renew: [
    ...START,
    "program is answered registerResource Stack",
    "program sends registerResource WebhookSigningKey",
    "provider starts",
    ...compared("WebhookSigningKey"),
    ...created("WebhookSigningKey"),
    ...REQUEST,
    "provider answers create WebhookSigningKey",
    ...STATE,
    "program is answered registerResource WebhookSigningKey",
    "program sends registerResource WebhookVerificationKeys",
    ...compared("WebhookVerificationKeys"),
    ...STATE,
    "provider receives update WebhookVerificationKeys",
    "provider answers update WebhookVerificationKeys",
    ...STATE,
    ...registeredLast("WebhookVerificationKeys"),
    ...deletedReplaced("WebhookSigningKey"),
  ],
};

/** The same for an encryption key, which nothing depends on. */
export const ENCRYPTION_KEY_STEPS: Readonly<Record<EncryptionKeyOperation, readonly string[]>> = {
  create: [
    ...createdFirst("WebhookEncryptionKey"),
    ...REQUEST,
    "provider answers create WebhookEncryptionKey",
    ...STATE,
    ...registeredLast("WebhookEncryptionKey"),
    ...END,
  ],
  replace: [
    ...START,
    "program is answered registerResource Stack",
    "program sends registerResource WebhookEncryptionKey",
    "provider starts",
    ...compared("WebhookEncryptionKey"),
    ...created("WebhookEncryptionKey"),
    ...REQUEST,
    "provider answers create WebhookEncryptionKey",
    ...STATE,
    ...registeredLast("WebhookEncryptionKey"),
    ...deletedReplaced("WebhookEncryptionKey"),
  ],
};
