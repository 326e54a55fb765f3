export { createKeyRing, type KeyRingOptions } from "./key-ring.js";
export { type KeyLookup, type VerificationKey, type VerificationKeys } from "./keys.js";
export { NotificationError, type NotificationErrorCode } from "./notification-error.js";
export { type PayloadForm, type RawBody } from "./payload.js";
export { readRawBody } from "./read-raw-body.js";
export { createReplayGuard, type ReplayGuard, type ReplayGuardOptions } from "./replay-guard.js";
export { type HeaderValue } from "./signature-header.js";
export { type NotificationToVerify, type VerifiedNotification, verifyNotification } from "./verify-notification.js";
