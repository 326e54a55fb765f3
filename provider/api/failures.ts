import { type IncomingHttpHeaders } from "node:http";
import { adviceOfHeaders } from "./answer-advice.js";
import { KmsError, type KmsErrorCode } from "./errors.js";
import { isSuccess, type NoAnswer } from "./exchange.js";
import { connectionProblemOf, incompleteAnswerOf } from "./no-connection.js";
import { readJson } from "../json-text.js";
import { quoteAnswer } from "./quote-answer.js";
import { KEY_TEXTS, type RequestTexts } from "./request-texts.js";

/** The request that failed, as error messages describe it. Contains no secret. */
export interface FailedRequest {
  readonly action: string;
  readonly organizationId: string;
  readonly host: string;
  readonly correlationId: string;
  /** How messages speak of what was requested. Default: a key. */
  readonly texts?: RequestTexts;
}

const SUPPORT = "Show the correlation id to the vendor's support.";

/** What a status outside 2xx means, and what to do. */
interface Meaning {
  readonly code: KmsErrorCode;
  /** Applies to a request that only reads, too. */
  readonly advice: string;
  /** True if a key may have been created. The advice says so. */
  readonly isOutcomeUnknown?: true;
}

/** Statuses that aren't listed here, or that depend on what was requested: {@link meaningOf}. */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  401: {
    code: "ERR_KMS_UNAUTHORIZED",
    advice:
      "Check merchantId, the key pair or P12, that they belong to this host (test or production), and the clock of this machine.",
  },
  403: {
    code: "ERR_KMS_FORBIDDEN",
    advice:
      "The credentials are known but aren't authorized to do this: check their permissions, and that they belong to the organization.",
  },
  404: { code: "ERR_KMS_NOT_FOUND", advice: "Check `environment` or `host` of the connection." },
  406: {
    code: "ERR_KMS_NOT_ACCEPTABLE",
    advice:
      "The request accepts application/json or any other media type: check `host` of the connection and whether a proxy " +
      "changes the Accept header, or show the correlation id to the vendor's support.",
  },
  429: { code: "ERR_KMS_RATE_LIMITED", advice: "Run `pulumi up` again later." },
  503: { code: "ERR_KMS_UNAVAILABLE", advice: "Run `pulumi up` again later." },
};

const meaningOf = (status: number, { checkInputs, outcomeUnknown }: RequestTexts = KEY_TEXTS): Meaning => {
  const known = MEANINGS[status];
  if (known !== undefined) return known;
  if (status === 400) return { code: "ERR_KMS_BAD_REQUEST", advice: checkInputs };
  if (status >= 500) return { code: "ERR_KMS_OUTCOME_UNKNOWN", advice: outcomeUnknown, isOutcomeUnknown: true };
  if (status >= 400) return { code: "ERR_KMS_REFUSED", advice: SUPPORT };
  return {
    code: "ERR_KMS_REDIRECTED",
    advice:
      "Redirects are not followed, because a signed request is meant for one host: check `host` of the connection.",
  };
};

/** What to do about an answer with this status, for any kind of request. */
export const adviceOf = (status: number): string => meaningOf(status).advice;

/** Whether a request that was answered with this status was acted on, and what to do. */
const actionAdviceOf = (status: number, texts: RequestTexts = KEY_TEXTS): string => {
  const { advice, isOutcomeUnknown = false } = meaningOf(status, texts);
  const actionAdvice = isOutcomeUnknown ? advice : `${texts.nothingDone} ${advice}`;
  return status === 401 ? `${actionAdvice} ${texts.checkAccess}` : actionAdvice;
};

const describe = (
  { action, organizationId, host, correlationId }: FailedRequest,
  outcome: string,
  advice: string,
): string =>
  `${action} for organization ${organizationId} at ${host} ${outcome}; correlation id ${correlationId}. ${advice}`;

export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly now: Date;
}

/**
 * The error for a complete answer with a status outside 2xx.
 *
 * @param secrets values that the message must not repeat
 */
export const refused = (request: FailedRequest, refusal: Refusal, secrets: readonly string[]): KmsError => {
  const { status, body } = refusal;
  const outcome = `was answered with status ${status}${quoteBody(body, secrets)}`;
  const advice = actionAdviceOf(status, request.texts) + adviceOfHeaders(refusal, refusal.now);
  return new KmsError(meaningOf(status).code, describe(request, outcome, advice), { status, ...request });
};

/** Quotes the body of an answer as {@link quoteAnswer} does, or nothing if it isn't JSON. */
export const quoteBody = (body: string, secrets: readonly string[]): string => quoteAnswer(readJson(body), secrets);

/** The error for an answer with a 2xx status that says that the key failed, or that can't be read. */
export const withoutKey = (
  request: FailedRequest,
  status: number,
  fault: { readonly code: "ERR_KMS_KEY_FAILED" | "ERR_KMS_BAD_ANSWER"; readonly what: string },
): KmsError => {
  const { badAnswer, failed } = request.texts ?? KEY_TEXTS;
  const advice = fault.code === "ERR_KMS_BAD_ANSWER" ? badAnswer : failed;
  const outcome = `was answered with status ${status}, but ${fault.what}`;
  return new KmsError(fault.code, describe(request, outcome, advice), { status, ...request });
};

/** The error if there was no connection: the request certainly wasn't sent. */
const unreachable = (request: FailedRequest, noAnswer: NoAnswer): KmsError => {
  const { what, advice } = connectionProblemOf(noAnswer);
  const { nothingDone } = request.texts ?? KEY_TEXTS;
  const whole = `${nothingDone} ${advice}. Then run \`pulumi up\` again.`;
  return new KmsError("ERR_KMS_UNREACHABLE", describe(request, `was not sent: ${what}`, whole), request);
};

/**
 * The error for a request without a complete answer. If the status arrived and isn't 2xx, it says what happened to the
 * request, as for a complete answer.
 */
export const withoutAnswer = (request: FailedRequest, noAnswer: NoAnswer): KmsError => {
  const { missing, status, isTooLong, code } = noAnswer;
  if (status === undefined && missing !== "answer") return unreachable(request, noAnswer);
  if (status !== undefined && !isSuccess(status)) {
    const outcome = `was answered with status ${status}, but the answer is incomplete (${code})`;
    return new KmsError(meaningOf(status).code, describe(request, outcome, actionAdviceOf(status, request.texts)), {
      status,
      ...request,
    });
  }
  if (status !== undefined && isTooLong) {
    return withoutKey(request, status, { code: "ERR_KMS_BAD_ANSWER", what: "the answer is too long to be a key" });
  }
  const outcome = `was sent, but ${incompleteAnswerOf(code)}`;
  const { outcomeUnknown } = request.texts ?? KEY_TEXTS;
  return new KmsError("ERR_KMS_OUTCOME_UNKNOWN", describe(request, outcome, outcomeUnknown), { status, ...request });
};
