import { type Answer, jsonAnswer } from "../answer.js";
import { type SubscriptionHandler } from "./context.js";
import { notFound, problemAnswer, refused } from "./plan.js";
import { decodeBody, statusBodySchema } from "./request-bodies.js";
import { scheduled } from "./schedule.js";
import { type Subscription } from "./subscription.js";

const EMPTY: Answer = { status: 200, headers: {}, body: Buffer.alloc(0) };

/** Whether only the platform itself may change the status of a subscription. */
export const isUnderReview = ({ status }: Pick<Subscription, "status">): boolean =>
  status === "PENDING_REVIEW" || status === "BLOCKED";

/** PUT of the status, which switches a subscription on or off. */
export const handleStatus: SubscriptionHandler = ({ store, switches, now, put }, { webhookId, body }) => {
  const decoded = decodeBody(statusBodySchema, body);
  if ("flaws" in decoded) return refused(decoded.flaws);
  const before = store.get(webhookId);
  if (before === undefined) return notFound();
  const { organizationId } = before;
  const { statusRefusal, statusAnswer } = switches();
  if (isUnderReview(before)) {
    const message = `The status ${before.status} can't be changed`;
    const details = [{ field: "status", reason: "INVALID_DATA" }];
    const answer = problemAnswer({ status: statusRefusal, reason: "INVALID_STATUS", message, details });
    return { answer, reason: message, organizationId };
  }

  const { status } = decoded.body;
  const after: Subscription = { ...before, status, isPutInactive: status === "INACTIVE", updatedOn: now() };
  return {
    answer: statusAnswer === "empty" ? EMPTY : jsonAnswer(200, { status }),
    organizationId,
    commit: () => put(scheduled(after, now(), switches())),
  };
};
