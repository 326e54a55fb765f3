import { clockSkewOf } from "./clock-skew.js";
import { type Answer, isSuccess, type NoAnswer, textOf } from "./exchange.js";
import { quoteBody } from "./failures.js";
import { connectionProblemOf } from "./no-connection.js";
import { SubscriptionError, type SubscriptionErrorCode } from "./subscription-error.js";

/** What a request about a subscription was for, in words for an error: no secret and no URL in it. */
export interface SubscriptionRequest {
  /** Such as "creating the subscription". */
  readonly purpose: string;
  readonly organizationId: string;
  readonly host: string;
  readonly correlationId: string;
  /** Whether a second time changes nothing, so that running again is always right. */
  readonly isRepeatable: boolean;
}

const SUPPORT = "Show the correlation ID to the vendor's support.";
const CHECK_ACCESS = "To find the cause, run `npx pulumi-cybersource-webhooks check-access`.";
/** Refresh and destroy get the configuration of the last `pulumi up` unless they are told otherwise. */
const RUN_PROGRAM =
  "`pulumi refresh` and `pulumi destroy` use the stack's configuration of the last `pulumi up`: if you have changed it since, " +
  "add --run-program.";
const LATER = "Run the command again later.";

interface Meaning {
  readonly code: SubscriptionErrorCode;
  readonly advice: string;
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: { code: "ERR_SUBSCRIPTION_BAD_REQUEST", advice: "Check the inputs of the resource." },
  401: {
    code: "ERR_SUBSCRIPTION_UNAUTHORIZED",
    advice: `Check merchantId, the key pair or P12, whether they belong to this host, and this machine's clock. ${CHECK_ACCESS} ${RUN_PROGRAM}`,
  },
  403: {
    code: "ERR_SUBSCRIPTION_FORBIDDEN",
    advice: `The credentials are valid, but they may not manage webhooks of this organization. ${CHECK_ACCESS} ${RUN_PROGRAM}`,
  },
  404: {
    code: "ERR_SUBSCRIPTION_NOT_FOUND",
    advice:
      "Whether the subscription still exists can't be told from this answer, so it stays in the state. Check `environment` or " +
      `\`host\` of the connection and whether the credentials belong to the organization. ${RUN_PROGRAM}`,
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

const meaningOf = (status: number, request: SubscriptionRequest): Meaning => {
  const known = MEANINGS[status];
  if (known !== undefined) return known;
  if (status >= 500) return unknownOutcome(request);
  if (status >= 400) return { code: "ERR_SUBSCRIPTION_REFUSED", advice: SUPPORT };
  return {
    code: "ERR_SUBSCRIPTION_REDIRECTED",
    advice: "Redirects are not followed. Check `host` of the connection.",
  };
};

const describe = (
  { purpose, organizationId, host, correlationId }: SubscriptionRequest,
  what: string,
  advice: string,
): string => `${purpose} of ${organizationId} at ${host} failed: ${what}; correlation ID ${correlationId}. ${advice}`;

const clockAdvice = ({ status, headers }: Answer, now: Date): string => {
  const skew = status === 401 ? clockSkewOf(headers.date, now) : undefined;
  return skew?.isWorthTelling === true ? ` This machine's clock is ${skew.text}.` : "";
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
  const { code, advice } = meaningOf(status, request);
  const what = `status ${status}${quoteBody(textOf(answer.body), secrets)}`;
  return new SubscriptionError(code, describe(request, what, advice + clockAdvice(answer, now)), status);
};

/** A 2xx answer that can't be read. */
export const unreadableSubscription = (request: SubscriptionRequest, { status }: Answer): SubscriptionError =>
  new SubscriptionError(
    request.isRepeatable ? "ERR_SUBSCRIPTION_BAD_ANSWER" : "ERR_OUTCOME_UNKNOWN",
    describe(
      request,
      `status ${status}, but the answer can't be read`,
      request.isRepeatable ? `Check \`host\` of the connection. ${SUPPORT}` : OUTCOME_UNKNOWN,
    ),
    status,
  );

/** An exchange without a whole answer. */
export const unansweredSubscription = (request: SubscriptionRequest, how: NoAnswer): SubscriptionError => {
  const { missing, status, code, proxyHost } = how;
  if (status !== undefined && !isSuccess(status)) {
    const { code: meaning, advice } = meaningOf(status, request);
    return new SubscriptionError(
      meaning,
      describe(request, `status ${status} without a whole answer (${code})`, advice),
      status,
    );
  }
  if (missing !== "answer" && status === undefined) {
    const { what, advice } = connectionProblemOf(code);
    const [way, alsoCheck] =
      proxyHost === undefined ? ["", ""] : [` through the proxy ${proxyHost}`, " Check HTTPS_PROXY too."];
    return new SubscriptionError(
      "ERR_SUBSCRIPTION_UNREACHABLE",
      describe(request, `${what}${way} (${code}), so nothing was sent`, `${advice}.${alsoCheck} ${RUN_PROGRAM}`),
    );
  }
  const { code: meaning, advice } = unknownOutcome(request);
  return new SubscriptionError(meaning, describe(request, `no whole answer (${code})`, advice), status);
};
