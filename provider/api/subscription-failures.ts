import { adviceOfHeaders } from "./answer-advice.js";
import { type Answer, type ApiRequest, isSuccess, type NoAnswer, textOf } from "./exchange.js";
import { quoteBody } from "./failures.js";
import { namedMembersOf } from "./named-members.js";
import { connectionProblemOf, incompleteAnswerOf } from "./no-connection.js";
import { refusesContent, SubscriptionError, type SubscriptionErrorCode } from "./subscription-error.js";

/** What a request about a subscription was for, in words for an error: no secret and no URL in it. */
export interface SubscriptionRequest {
  /** Such as "creating the subscription". */
  readonly purpose: string;
  /** What was sent depends on it, and so what a refusal of it can be about. */
  readonly method: ApiRequest["method"];
  /** Empty if it isn't known, as in an import. */
  readonly organizationId: string;
  readonly host: string;
  readonly correlationId: string;
  /** Whether a second time changes nothing, so that running again is always right. */
  readonly isRepeatable: boolean;
  /** A run of Pulumi, or another command. */
  readonly caller: "run" | "command";
}

const SUPPORT = "Show the correlation id to the vendor's support.";
const CHECK_ACCESS = "To find the cause, run `npx pulumi-cybersource-webhooks check-access`.";
/** Refresh and destroy get the configuration of the last `pulumi up` unless they are told otherwise. */
const RUN_PROGRAM =
  "If you have changed the stack's configuration since the last `pulumi up`, run `pulumi up --refresh --run-program " +
  "--continue-on-error`, or `pulumi destroy --run-program`: without --run-program, both read and delete with the old one.";
const LATER = "Run the command again later.";

interface Meaning {
  readonly code: SubscriptionErrorCode;
  readonly advice: string;
  /** The advice outside of runs, where it differs. */
  readonly ofCommand?: string;
}

const UNAUTHORIZED = `Check merchantId, the key pair or P12, whether they belong to this host, and the clock of this machine. ${CHECK_ACCESS}`;
const FORBIDDEN = `The credentials are valid, but they may not manage webhooks of this organization. ${CHECK_ACCESS}`;
const NOT_FOUND =
  "Check `environment` or `host` of the connection and whether the credentials belong to the organization.";

const CONTENT = "Check the inputs of the resource, and that the organization has a signing key.";
const EVERY_REQUEST =
  "Check `environment` or `host` of the connection, and senderOrganizationId and permissions if they are set: every request " +
  "carries them.";

/** What to do in a run if what was sent is refused: most requests send no input that could be corrected. */
const OF_CONTENT: Readonly<Record<ApiRequest["method"], string>> = {
  POST: CONTENT,
  PATCH: CONTENT,
  PUT:
    "Only the status was sent, so no other input is wrong. Check that the organization has a signing key, and with `npx " +
    "pulumi-cybersource-webhooks subscriptions` whether the platform still reviews the subscription or has blocked it. Then " +
    `run \`pulumi up\` again. If the error persists: ${SUPPORT}`,
  GET:
    "Only organizationId was sent, with the subscription's id or, in a list, with a product and an event. Check those that you " +
    `gave, the id as \`adopt\` or to \`pulumi import\`. Other inputs don't matter. ${EVERY_REQUEST} If the error persists: ` +
    `${SUPPORT} ${RUN_PROGRAM}`,
  DELETE:
    "The subscription stays in the state. Only its id was sent, so changing inputs doesn't help. " +
    `${EVERY_REQUEST} Then delete it again. If \`npx pulumi-cybersource-webhooks subscriptions\` no longer lists it, take it ` +
    `out of the state with \`pulumi state delete URN\`. If it does: ${SUPPORT} ${RUN_PROGRAM}`,
};

const MEANINGS: Readonly<Record<number, Meaning>> = {
  401: {
    code: "ERR_SUBSCRIPTION_UNAUTHORIZED",
    advice: `${UNAUTHORIZED} ${RUN_PROGRAM}`,
    ofCommand: UNAUTHORIZED,
  },
  403: { code: "ERR_SUBSCRIPTION_FORBIDDEN", advice: `${FORBIDDEN} ${RUN_PROGRAM}`, ofCommand: FORBIDDEN },
  404: {
    code: "ERR_SUBSCRIPTION_NOT_FOUND",
    advice:
      "This answer doesn't tell whether a subscription exists, so the state stays as it is. " +
      `${NOT_FOUND} ${RUN_PROGRAM}`,
    ofCommand: NOT_FOUND,
  },
  406: {
    code: "ERR_SUBSCRIPTION_NOT_ACCEPTABLE",
    advice: `Check \`host\` of the connection and whether a proxy changes the Accept header. ${SUPPORT}`,
  },
  429: { code: "ERR_SUBSCRIPTION_RATE_LIMITED", advice: LATER },
  503: { code: "ERR_SUBSCRIPTION_UNAVAILABLE", advice: LATER },
};

const OUTCOME_UNKNOWN =
  "The service may have created the subscription. Run `pulumi up` again: it looks for the subscription before it creates one.";

/** What it means that nobody can tell whether the service acted on the request. */
const unknownOutcome = ({ isRepeatable }: SubscriptionRequest): Meaning =>
  isRepeatable
    ? { code: "ERR_SUBSCRIPTION_UNAVAILABLE", advice: LATER }
    : { code: "ERR_OUTCOME_UNKNOWN", advice: OUTCOME_UNKNOWN };

/** Another status than 400 can have a reason that nobody can correct. */
const contentRefused = (status: number, advice: string): Meaning => {
  const ofCommand = "Check the organization and the webhook ID.";
  if (status === 400) return { code: "ERR_SUBSCRIPTION_BAD_REQUEST", advice, ofCommand };
  const orSupport = (text: string): string => (text.includes(SUPPORT) ? text : `${text} If they are right: ${SUPPORT}`);
  return { code: "ERR_SUBSCRIPTION_REFUSED", advice: orSupport(advice), ofCommand: orSupport(ofCommand) };
};

const meaningOf = (status: number, request: SubscriptionRequest): Meaning => {
  const known = MEANINGS[status];
  if (known !== undefined) return known;
  if (refusesContent(status)) return contentRefused(status, OF_CONTENT[request.method]);
  if (status >= 500) return unknownOutcome(request);
  if (status >= 400) return { code: "ERR_SUBSCRIPTION_REFUSED", advice: SUPPORT };
  return {
    code: "ERR_SUBSCRIPTION_REDIRECTED",
    advice: "Redirects are not followed. Check `host` of the connection.",
  };
};

const adviceOf = ({ advice, ofCommand = advice }: Meaning, { caller }: SubscriptionRequest): string =>
  caller === "run" ? advice : ofCommand;

const describe = ({ purpose, organizationId, host, correlationId }: SubscriptionRequest, what: string): string => {
  const whose = organizationId === "" ? "" : ` of ${organizationId}`;
  return `${purpose}${whose} at ${host} failed: ${what}; correlation id ${correlationId}`;
};

/**
 * An answer outside 2xx.
 *
 * @param secrets what the request held that no message may repeat
 */
export const refusedSubscription = (
  request: SubscriptionRequest,
  answer: Answer,
  now: Date,
  secrets: readonly string[],
): SubscriptionError => {
  const { status } = answer;
  const meaning = meaningOf(status, request);
  const body = textOf(answer.body);
  const members = namedMembersOf(body);
  const naming = members.length === 0 ? "" : `, which names ${members.join(", ")}`;
  const what = `status ${status}${quoteBody(body, secrets)}${naming}`;
  const advice = adviceOf(meaning, request) + adviceOfHeaders(answer, now);
  return new SubscriptionError(meaning.code, describe(request, what), status, advice, members);
};

/** A 2xx answer that can't be read. */
export const unreadableSubscription = (
  request: SubscriptionRequest,
  { status }: Pick<Answer, "status">,
): SubscriptionError =>
  new SubscriptionError(
    request.isRepeatable ? "ERR_SUBSCRIPTION_BAD_ANSWER" : "ERR_OUTCOME_UNKNOWN",
    describe(request, `status ${status}, but the answer can't be read`),
    status,
    request.isRepeatable ? `Check \`host\` of the connection. ${SUPPORT}` : OUTCOME_UNKNOWN,
  );

/** An exchange without a whole answer. */
export const unansweredSubscription = (request: SubscriptionRequest, how: NoAnswer): SubscriptionError => {
  const { missing, status, isTooLong, code } = how;
  if (status !== undefined && !isSuccess(status)) {
    const meaning = meaningOf(status, request);
    const what = `status ${status}, but the answer is incomplete (${code})`;
    return new SubscriptionError(meaning.code, describe(request, what), status, adviceOf(meaning, request));
  }
  if (missing !== "answer" && status === undefined) {
    const { what, advice } = connectionProblemOf(how);
    return new SubscriptionError(
      "ERR_SUBSCRIPTION_UNREACHABLE",
      describe(request, `${what}, so nothing was sent`),
      undefined,
      `${advice}.${request.caller === "run" ? ` ${RUN_PROGRAM}` : ""}`,
    );
  }
  if (status !== undefined && isTooLong) return unreadableSubscription(request, { status });
  const { code: meaning, advice } = unknownOutcome(request);
  return new SubscriptionError(meaning, describe(request, incompleteAnswerOf(code)), status, advice);
};
