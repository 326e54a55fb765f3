import { jsonAnswer } from "../answer.js";
import { type SubscriptionHandler } from "./context.js";
import { notFound } from "./plan.js";

/** GET of one subscription. */
export const handleRead: SubscriptionHandler = ({ store, write }, { webhookId }) => {
  const subscription = store.get(webhookId);
  if (subscription === undefined) return notFound();
  return { answer: jsonAnswer(200, write(subscription, "GET")), organizationId: subscription.organizationId };
};
