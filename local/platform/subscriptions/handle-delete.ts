import { type Answer, jsonAnswer } from "../answer.js";
import { type SubscriptionHandler } from "./context.js";
import { notFound } from "./plan.js";

const emptyAnswer = (status: number): Answer => ({ status, headers: {}, body: Buffer.alloc(0) });

/** DELETE of a subscription. */
export const handleDelete: SubscriptionHandler = ({ store, switches, now, put }, { webhookId }) => {
  const subscription = store.get(webhookId);
  if (subscription === undefined) return notFound();
  const { deleteStatus, deleteAfterMs } = switches();
  const isDelayed = deleteStatus === 202 && deleteAfterMs > 0;
  const goneOn = subscription.goneOn ?? new Date(now().getTime() + deleteAfterMs);
  return {
    answer: deleteStatus === 204 ? emptyAnswer(204) : jsonAnswer(deleteStatus, { status: "successfully deleted" }),
    organizationId: subscription.organizationId,
    commit: () => (isDelayed ? put({ ...subscription, goneOn }) : store.remove(webhookId)),
  };
};
