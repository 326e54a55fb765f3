import { randomUUID } from "node:crypto";
import { encryptTo } from "../encryption/encrypt.js";
import { type EncryptionKey } from "../encryption/encryption-key.js";
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

/** How a notification is written. The sources disagree on each of these. */
export interface NotificationForm {
  readonly signedForm: SignedForm;
  /** In older bodies, the payload was a list. */
  readonly payloadForm: "object" | "array";
  /** Bodies of version 3 have a date without a zone; older ones had an offset. */
  readonly eventDateForm: "seconds" | "offset";
  /** One example has the value of `v-c-signature` in double quotes. */
  readonly quotesSignature: boolean;
}

export const DOCUMENTED_FORM: NotificationForm = {
  signedForm: "raw",
  payloadForm: "object",
  eventDateForm: "seconds",
  quotesSignature: false,
};

/** The date of an event, to the second. */
export const writeEventDate = (date: Date, form: NotificationForm["eventDateForm"]): string =>
  `${date.toISOString().slice(0, 19)}${form === "offset" ? "+0000" : ""}`;

export interface Notification {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The notification for one delivery attempt. Each attempt has its own trace ID and signature. With an encryption key the
 * event is encrypted to it, and the signature covers the body as it's sent.
 */
export const notificationOf = (
  event: NotificationEvent,
  retryNumber: number,
  key: IssuedKey,
  now: Date,
  form: NotificationForm,
  encryptionKey?: EncryptionKey,
): Notification => {
  const { payload, payloads } = event;
  const written = form.payloadForm === "array" && payload !== undefined ? [payload] : payload;
  const transactionTraceId = (retryNumber === 0 ? event.transactionTraceId : undefined) ?? randomUUID();
  const requestType = retryNumber === 0 ? "NEW" : "RETRY";
  const plain = JSON.stringify({
    eventType: event.eventType,
    webhookId: event.webhookId,
    productId: event.productId,
    organizationId: event.organizationId,
    eventDate: writeEventDate(event.eventDate, form.eventDateForm),
    transactionTraceId,
    retryNumber,
    requestType,
    payload: written,
    payloads,
  });
  const body = encryptionKey === undefined ? plain : JSON.stringify({ encData: encryptTo(encryptionKey, plain, now) });
  const isInner = form.signedForm === "inner" && encryptionKey === undefined;
  const signed = isInner ? JSON.stringify(written ?? payloads) : body;
  const signature = signatureHeaderOf(key, now.getTime(), signed);
  return {
    body,
    headers: {
      "content-type": "application/json",
      "v-c-event-type": event.eventType,
      "v-c-organization-id": event.organizationId,
      "v-c-product-name": event.productId,
      "v-c-request-type": requestType,
      "v-c-retry-count": String(retryNumber),
      "v-c-signature": form.quotesSignature ? `"${signature}"` : signature,
      "v-c-transaction-trace-id": transactionTraceId,
      "v-c-webhook-id": event.webhookId,
    },
  };
};
