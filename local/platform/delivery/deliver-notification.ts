import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type IssuedKey, type KeyType } from "../issued-key.js";
import { fetchAccessToken } from "./access-token.js";
import { type NotificationEvent, notificationOf } from "./notification.js";
import { minutesUntil, retryPolicySchema } from "./retry-policy.js";

const MINUTE_MS = 60_000;
const ATTEMPT_TIMEOUT_MS = 30_000;

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
  retryPolicy: retryPolicySchema.prefault({}),
  /** How long a minute of the retry policy takes here. */
  minuteMs: z.number().min(0).max(MINUTE_MS).default(MINUTE_MS),
});

export type DeliveryRequest = z.input<typeof deliveryRequestSchema>;

/** One attempt: the status of the receiver's answer, or why there is none. */
export interface DeliveryAttempt {
  readonly at: string;
  readonly retryNumber: number;
  readonly status?: number;
  readonly failure?: "no-signing-key" | "no-credentials" | "no-token" | "no-answer";
}

export interface DeliveryReport {
  readonly isAccepted: boolean;
  readonly attempts: readonly DeliveryAttempt[];
}

/** What a delivery needs from the local platform. */
export interface DeliverySources {
  readonly now: () => Date;
  readonly currentKey: (organizationId: string, keyType: KeyType) => IssuedKey | undefined;
  /** Ends a wait when the local platform closes. */
  readonly signal: AbortSignal;
}

type Outcome = Pick<DeliveryAttempt, "status" | "failure">;

/**
 * Delivers one notification as the platform does: signed with the organization's current key, with a token if the
 * request has a token URL, and with retries by the retry policy until the receiver answers 2xx.
 */
export const deliverNotification = async (
  request: DeliveryRequest,
  { now, currentKey, signal }: DeliverySources,
): Promise<DeliveryReport> => {
  const { organizationId, url, oAuthUrl, oAuthStyle, signedForm, retryPolicy, minuteMs, ...event } =
    deliveryRequestSchema.parse(request);
  const notificationEvent: NotificationEvent = { ...event, organizationId, webhookId: randomUUID(), eventDate: now() };

  const attempt = async (retryNumber: number): Promise<Outcome> => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
    const key = currentKey(organizationId, "sharedSecret");
    if (key === undefined) return { failure: "no-signing-key" };
    let authorization: string | undefined;
    if (oAuthUrl !== undefined) {
      const credentials = currentKey(organizationId, "oAuthClientCredentials");
      if (credentials === undefined) return { failure: "no-credentials" };
      const token = await fetchAccessToken(oAuthUrl, credentials, oAuthStyle, within);
      if (token === undefined) return { failure: "no-token" };
      authorization = `Bearer ${token}`;
    }
    const { headers, body } = notificationOf(notificationEvent, retryNumber, key, now(), signedForm);
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      body,
      redirect: "manual",
      signal: within,
    });
    await answer.arrayBuffer();
    return { status: answer.status };
  };

  const attempts: DeliveryAttempt[] = [];
  const startedMs = performance.now();
  for (let retryNumber = 0; retryNumber <= retryPolicy.numberOfRetries; retryNumber += 1) {
    const dueMs = retryNumber === 0 ? 0 : minutesUntil(retryPolicy, retryNumber) * minuteMs;
    await sleep(Math.max(0, startedMs + dueMs - performance.now()), undefined, { signal });
    const at = now().toISOString();
    const outcome = await attempt(retryNumber).catch((): Outcome => ({ failure: "no-answer" }));
    signal.throwIfAborted();
    attempts.push({ at, retryNumber, ...outcome });
    const { status = 0 } = outcome;
    if (status >= 200 && status <= 299) return { isAccepted: true, attempts };
  }
  return { isAccepted: false, attempts };
};
