import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type EncryptionKey } from "../encryption/encryption-key.js";
import { type IssuedKey, type KeyType } from "../issued-key.js";
import { type AttemptOutcome, attemptDelivery, isAccepted } from "./attempt.js";
import { DOCUMENTED_FORM, type NotificationEvent } from "./notification.js";
import { minutesUntil, retryPolicySchema } from "./retry-policy.js";

const MINUTE_MS = 60_000;

/** What the organization lacks. A later attempt would fail for the same reason. */
const MISSING: readonly AttemptOutcome["failure"][] = ["no-signing-key", "no-encryption-key", "no-credentials"];

/** What to deliver, and where. The body of `POST /-/deliver`. */
export const deliveryRequestSchema = z.strictObject({
  organizationId: z.string().min(1),
  /** The receiver. */
  url: z.url({ protocol: /^https?$/ }),
  eventType: z.string().default("payments.payments.accept"),
  productId: z.string().default("payments"),
  payload: z.unknown().default({ test: true }),
  /** The URL to get a token from first, for a webhook with the security policy OAuth. */
  oAuthUrl: z.url({ protocol: /^https?$/ }).optional(),
  oAuthStyle: z.enum(["body", "basic"]).default("body"),
  signedForm: z.enum(["raw", "inner"]).default("raw"),
  /** Encrypts the event to the organization's encryption key. */
  encrypted: z.boolean().default(false),
  retryPolicy: retryPolicySchema.prefault({}),
  /** How long a minute of the retry policy takes here. */
  minuteMs: z.number().min(0).max(MINUTE_MS).default(MINUTE_MS),
});

export type DeliveryRequest = z.input<typeof deliveryRequestSchema>;

/** One attempt, and how it ended. */
export interface DeliveryAttempt extends AttemptOutcome {
  readonly at: string;
  readonly retryNumber: number;
}

export interface DeliveryReport {
  readonly isAccepted: boolean;
  readonly attempts: readonly DeliveryAttempt[];
}

/** What a delivery needs from the local platform. */
export interface DeliverySources {
  readonly now: () => Date;
  readonly currentKey: (organizationId: string, keyType: KeyType) => IssuedKey | undefined;
  readonly encryptionKeyOf: (organizationId: string) => EncryptionKey | undefined;
  /** Ends a wait when the local platform closes. */
  readonly signal: AbortSignal;
}

/**
 * Delivers one notification as the platform does: signed with the organization's current key, with a token if the
 * request has a token URL, and with retries by the retry policy until the receiver answers 2xx.
 */
export const deliverNotification = async (
  request: DeliveryRequest,
  { now, currentKey, encryptionKeyOf, signal }: DeliverySources,
): Promise<DeliveryReport> => {
  const { organizationId, url, oAuthUrl, oAuthStyle, signedForm, encrypted, retryPolicy, minuteMs, ...event } =
    deliveryRequestSchema.parse(request);
  const notificationEvent: NotificationEvent = { ...event, organizationId, webhookId: randomUUID(), eventDate: now() };

  const attempt = (retryNumber: number): Promise<AttemptOutcome> =>
    attemptDelivery(notificationEvent, retryNumber, {
      url,
      signingKey: currentKey(organizationId, "sharedSecret"),
      ...(encrypted && { encryption: { key: encryptionKeyOf(organizationId) } }),
      ...(oAuthUrl !== undefined && {
        oAuth: {
          url: oAuthUrl,
          credentials: currentKey(organizationId, "oAuthClientCredentials"),
          style: oAuthStyle,
        },
      }),
      form: { ...DOCUMENTED_FORM, signedForm },
      now,
      signal,
    });

  const attempts: DeliveryAttempt[] = [];
  const startedMs = performance.now();
  for (let retryNumber = 0; retryNumber <= retryPolicy.numberOfRetries; retryNumber += 1) {
    const dueMs = retryNumber === 0 ? 0 : minutesUntil(retryPolicy, retryNumber) * minuteMs;
    await sleep(Math.max(0, startedMs + dueMs - performance.now()), undefined, { signal });
    const at = now().toISOString();
    const outcome = await attempt(retryNumber);
    attempts.push({ at, retryNumber, ...outcome });
    if (isAccepted(outcome)) return { isAccepted: true, attempts };
    if (MISSING.includes(outcome.failure)) break;
  }
  return { isAccepted: false, attempts };
};
