import { type Answer, jsonAnswer } from "./answer.js";
import { notFound, problemAnswer } from "./subscriptions/plan.js";

/**
 * How a request for an organization is answered if its credential belongs to another one. The sources don't say it.
 * `documented`: the likeliest status that is documented for the route, which is 404 where there is one, otherwise 401.
 */
export const FOREIGN_ANSWERS = ["documented", "401", "403", "404"] as const;
export type ForeignAnswer = (typeof FOREIGN_ANSWERS)[number];

export const FOREIGN_REASON = "foreign-credential";

/** The actions whose routes have 404 in the specification. */
const WITH_NOT_FOUND = new Set([
  "LIST_PRODUCTS",
  "READ_SUBSCRIPTION",
  "CHANGE_SUBSCRIPTION",
  "DELETE_SUBSCRIPTION",
  "SET_STATUS",
]);

const statusOf = (form: ForeignAnswer, action: string): number => {
  if (form !== "documented") return Number(form);
  return WITH_NOT_FOUND.has(action) ? 404 : 401;
};

/** The answer to a valid request whose credential may not act for the organization. */
export const foreignAnswer = (form: ForeignAnswer, action: string): Answer => {
  const status = statusOf(form, action);
  if (status === 401) return jsonAnswer(401, { response: { rmsg: "Authentication Failed" } });
  if (status === 403) return problemAnswer({ status, reason: "ACCESS_DENIED", message: "Access denied" });
  // As for a webhook that isn't there: nobody can tell from the answer that it belongs to somebody else.
  return notFound().answer;
};
