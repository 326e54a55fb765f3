import { randomUUID } from "node:crypto";
import { type IssuedKey } from "../issued-key.js";
import { signatureHeaderOf } from "./signature-header.js";

/** The event that a notification reports, for a body of version 3. */
export interface NotificationEvent {
  readonly organizationId: string;
  readonly eventType: string;
  readonly productId: string;
  readonly webhookId: string;
  readonly eventDate: Date;
  readonly payload: unknown;
  /** Of a test notification, in place of the payload. */
  readonly payloads?: unknown;
  /** Of the first attempt; random by default. */
  readonly transactionTraceId?: string;
}

/** What the signature covers: the body as it is sent (`raw`) or, in the older form, only its payload (`inner`). */
export type SignedForm = "raw" | "inner";

export interface Notification {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The notification for one delivery attempt. Each attempt has its own trace ID and signature. */
export const notificationOf = (
  event: NotificationEvent,
  retryNumber: number,
  key: IssuedKey,
  now: Date,
  form: SignedForm,
): Notification => {
  const transactionTraceId = (retryNumber === 0 ? event.transactionTraceId : undefined) ?? randomUUID();
  const requestType = retryNumber === 0 ? "NEW" : "RETRY";
  const body = JSON.stringify({
    eventType: event.eventType,
    webhookId: event.webhookId,
    productId: event.productId,
    organizationId: event.organizationId,
    eventDate: event.eventDate.toISOString(),
    transactionTraceId,
    retryNumber,
    requestType,
    payload: event.payload,
    payloads: event.payloads,
  });
  const signed = form === "raw" ? body : JSON.stringify(event.payload ?? event.payloads);
  return {
    body,
    headers: {
      "content-type": "application/json",
      "v-c-signature": signatureHeaderOf(key, now.getTime(), signed),
      "v-c-event-type": event.eventType,
      "v-c-organization-id": event.organizationId,
      "v-c-product-name": event.productId,
      "v-c-request-type": requestType,
      "v-c-retry-count": String(retryNumber),
      "v-c-transaction-trace-id": transactionTraceId,
      "v-c-webhook-id": event.webhookId,
    },
  };
};
