export { type AdoptedKeyArgs } from "./program/adopted-key-args.js";
export { WebhookEncryptionKey, type WebhookEncryptionKeyArgs } from "./webhook-encryption-key.js";
export { WebhookOAuthCredential, type WebhookOAuthCredentialArgs } from "./webhook-oauth-credential.js";
export { WebhookSigningKey, type WebhookSigningKeyArgs } from "./webhook-signing-key.js";
export {
  WebhookVerificationKeys,
  type CurrentKeyArgs,
  type VerificationKey,
  type WebhookVerificationKeysArgs,
} from "./webhook-verification-keys.js";
export {
  type WebhookProduct,
  type WebhookRetryPolicy,
  type WebhookSecurityPolicy,
  WebhookSubscription,
  type WebhookSubscriptionArgs,
} from "./webhook-subscription.js";
