import { type Answer, isSuccess, type NoAnswer, textOf } from "../../provider/api/exchange.js";
import { quoteBody } from "../../provider/api/failures.js";
import { decodeSubscriptions } from "../../provider/api/subscription-wire.js";
import { type AccessCheck } from "./access-report.js";
import { type Asked, BAD_REQUEST_ADVICE, reasonOf } from "./judge-answer.js";

/** An answer can repeat the URL of a subscription, so of words only codes are quoted. */
const CODES_ONLY = [" "];

const ADVICE: Readonly<Record<number, string>> = {
  401: "The products can be read with the same credentials, so ask the vendor to enable webhooks for them.",
  403: "The credentials may not manage webhooks of this organization: check their permissions, and that they belong to it.",
  406: "Check host, and whether a proxy changes the Accept header.",
};

const judge = (answer: Answer | NoAnswer, asked: Asked): Omit<AccessCheck, "name"> => {
  const { organizationId, correlationId } = asked;
  if (!answer.isAnswer) {
    return { verdict: "failed", meaning: `no complete answer (${reasonOf(answer, asked)}). Try again later.` };
  }
  const { status } = answer;
  const body = textOf(answer.body);
  // The organization is known by now, so 404 means that it has no subscriptions.
  if (status === 404) return { verdict: "ok", meaning: `may read subscriptions; ${organizationId} has none` };
  const came = `status ${status}${quoteBody(body, CODES_ONLY)}`;
  if (isSuccess(status)) {
    const found = decodeSubscriptions(body);
    return found === undefined
      ? { verdict: "failed", meaning: `${came}, but the answer isn't a list of subscriptions. Check host.` }
      : { verdict: "ok", meaning: `may read subscriptions; ${organizationId} has ${found.length || "none"}` };
  }
  if (status === 400) {
    return { verdict: "failed", meaning: `${came}; correlation id ${correlationId}. ${BAD_REQUEST_ADVICE}` };
  }
  const advice = ADVICE[status] ?? `Correlation ID: ${correlationId}. Try again later.`;
  return { verdict: "failed", meaning: `${came}. ${advice}` };
};

/**
 * Whether webhooks may be managed, by the list of an organization's subscriptions.
 *
 * @param answer undefined if the list wasn't requested, because another check failed
 */
export const judgeSubscriptions = (answer: Answer | NoAnswer | undefined, asked: Asked): AccessCheck =>
  answer === undefined
    ? { name: "webhooks", verdict: "unknown", meaning: "not checked, because another check failed" }
    : { name: "webhooks", ...judge(answer, asked) };
