import { KmsError, type KmsErrorCode } from "./errors.js";
import { quoteAnswer } from "./quote-answer.js";

/** What was asked, in words for an error: no secret in it. */
export interface Asked {
  readonly action: string;
  readonly organizationId: string;
  readonly host: string;
  readonly correlationId: string;
}

const OUTCOME_UNKNOWN =
  "A key may have been made. Nothing was stored: wait a minute and run `pulumi up` again, which asks for a new one.";

/** What each refusal means and what to do. Statuses without a line: {@link refusalOf}. */
const REFUSALS: Readonly<Record<number, { readonly code: KmsErrorCode; readonly advice: string }>> = {
  400: {
    code: "ERR_KMS_BAD_REQUEST",
    advice: "Check organizationId, keyProvider, tenant and expiryDuration of the resource.",
  },
  401: {
    code: "ERR_KMS_UNAUTHORIZED",
    advice:
      "Check merchantId, the key pair or P12, that they belong to this host (test or production), and the clock of this machine.",
  },
  403: {
    code: "ERR_KMS_FORBIDDEN",
    advice:
      "The credentials are known but may not do this: check their permissions and that they belong to the organization.",
  },
  404: { code: "ERR_KMS_NOT_FOUND", advice: "Check `environment` or `host` of the connection." },
  429: {
    code: "ERR_KMS_RATE_LIMITED",
    advice: "It was tried again for as long as allowed. Run `pulumi up` again later.",
  },
  503: {
    code: "ERR_KMS_UNAVAILABLE",
    advice: "It was tried again for as long as allowed. Run `pulumi up` again later.",
  },
};

const refusalOf = (status: number): { readonly code: KmsErrorCode; readonly advice: string } => {
  const known = REFUSALS[status];
  if (known !== undefined) return known;
  if (status >= 500) return { code: "ERR_KMS_OUTCOME_UNKNOWN", advice: OUTCOME_UNKNOWN };
  if (status >= 400) return { code: "ERR_KMS_REFUSED", advice: "Show the correlation id to the vendor's support." };
  return {
    code: "ERR_KMS_REDIRECTED",
    advice:
      "Redirects are not followed, because a signed request is meant for one host: check `host` of the connection.",
  };
};

/** What to do about a refusal with this status. */
export const adviceOf = (status: number): string => refusalOf(status).advice;

const describe = ({ action, organizationId, host, correlationId }: Asked, came: string, advice: string): string =>
  `${action} for organization ${organizationId} at ${host} ${came}; correlation id ${correlationId}. ${advice}`;

/** Difference between the clocks that is worth telling, in seconds. The limit of the service is not known (spec.md 2.2). */
export const SKEW_WORTH_TELLING_S = 30;

const clockAdvice = (status: number, date: string | undefined, now: Date): string => {
  const theirs = Date.parse(date ?? "");
  if (status !== 401 || Number.isNaN(theirs)) return "";
  const skewS = Math.round((now.getTime() - theirs) / 1000);
  if (Math.abs(skewS) < SKEW_WORTH_TELLING_S) return "";
  return ` The clock of this machine is ${Math.abs(skewS)} s ${skewS > 0 ? "ahead of" : "behind"} the service's.`;
};

/** An answer outside 2xx. */
export const refused = (
  asked: Asked,
  answer: { readonly status: number; readonly body: string; readonly date: string | undefined; readonly now: Date },
  secrets: readonly string[],
): KmsError => {
  const { status, body, date, now } = answer;
  const { code, advice } = refusalOf(status);
  const came = `was answered with status ${status}${quoteBody(body, secrets)}`;
  return new KmsError(code, describe(asked, came, advice + clockAdvice(status, date, now)), { status, ...asked });
};

/** The words of an error's body; nothing that could be a secret. */
export const quoteBody = (body: string, secrets: readonly string[]): string => {
  try {
    return quoteAnswer(JSON.parse(body), secrets);
  } catch {
    return "";
  }
};

/** An answer with a 2xx status that says the key failed, or that cannot be read. */
export const withoutKey = (
  asked: Asked,
  status: number,
  fault: { readonly code: "ERR_KMS_KEY_FAILED" | "ERR_KMS_BAD_ANSWER"; readonly what: string },
): KmsError => {
  const advice =
    fault.code === "ERR_KMS_BAD_ANSWER"
      ? OUTCOME_UNKNOWN
      : "No key was stored. Check the inputs that it names, or show the correlation id to the vendor's support.";
  return new KmsError(fault.code, describe(asked, `was answered with status ${status}, but ${fault.what}`, advice), {
    status,
    ...asked,
  });
};

/** No answer, and the request certainly did not leave: name not found, connection refused, TLS not established. */
export const unreachable = (asked: Asked, code: string): KmsError =>
  new KmsError(
    "ERR_KMS_UNREACHABLE",
    describe(
      asked,
      `was not sent: no connection (${code})`,
      "Nothing was made. Check `host` of the connection, the network and its certificates, then run `pulumi up` again.",
    ),
    asked,
  );

/** No answer, and nobody can tell whether the request was acted on. */
export const outcomeUnknown = (asked: Asked, code: string): KmsError =>
  new KmsError(
    "ERR_KMS_OUTCOME_UNKNOWN",
    describe(asked, `was sent, but no whole answer came (${code})`, OUTCOME_UNKNOWN),
    asked,
  );
