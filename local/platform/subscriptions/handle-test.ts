import { randomUUID } from "node:crypto";
import { jsonAnswer } from "../answer.js";
import { writeEventDate } from "../delivery/notification.js";
import { isRecord } from "../record.js";
import { type SubscriptionHandler } from "./context.js";
import { isUnderReview } from "./handle-status.js";
import { notFound, problemAnswer, refused } from "./plan.js";

const isEmpty = (body: unknown): boolean => body === undefined || (isRecord(body) && Object.keys(body).length === 0);

/** Handles the test call: delivers a sample of the subscription's first event, and answers with that sample. */
export const handleTest: SubscriptionHandler = ({ store, switches, now, sendTest }, { webhookId, body }) => {
  if (!isEmpty(body)) return refused([{ field: "", reason: "INVALID_DATA" }]);
  const subscription = store.get(webhookId);
  if (subscription === undefined) return notFound();
  const { organizationId, status, products } = subscription;
  const { statusRefusal, testRetryNumber, eventDateForm } = switches();
  if (isUnderReview(subscription)) {
    const message = `The status ${status} allows no test`;
    return {
      answer: problemAnswer({ status: statusRefusal, reason: "INVALID_STATUS", message }),
      reason: message,
      organizationId,
    };
  }

  const [product] = products;
  const test = {
    eventDate: now(),
    eventType: product?.eventTypes[0] ?? "",
    productId: product?.productId ?? "",
    payloads: { testPayload: { message: "This is a test notification" } },
    transactionTraceId: randomUUID(),
  };
  return {
    answer: jsonAnswer(201, {
      ...test,
      eventDate: writeEventDate(test.eventDate, eventDateForm),
      organizationId,
      requestType: "NEW",
      retryNumber: testRetryNumber === "string" ? "0" : 0,
      webhookId,
    }),
    organizationId,
    commit: () => sendTest(subscription, test),
  };
};
