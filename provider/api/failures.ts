import { type IncomingHttpHeaders } from "node:http";
import { clockSkewOf } from "./clock-skew.js";
import { KmsError, type KmsErrorCode } from "./errors.js";
import { isSuccess, type NoAnswer } from "./exchange.js";
import { connectionProblemOf } from "./no-connection.js";
import { readJson } from "../json-text.js";
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

const BAD_ANSWER =
  "A key may have been made. Nothing was stored: check `host` of the connection, wait a minute and run `pulumi up` again, " +
  "which asks for a new one; if it stays so, show the correlation id to the vendor's support.";

const SUPPORT = "Show the correlation id to the vendor's support.";

/** A status that says what became of the request, and what to look at. */
interface Meaning {
  readonly code: KmsErrorCode;
  /** What to do, also about a request that only reads. */
  readonly advice: string;
  /** True where nobody can tell whether a key was made; the advice says so. */
  readonly isOpen?: true;
}

/** What each refusal means and what to do. Statuses without a line: {@link meaningOf}. */
const MEANINGS: Readonly<Record<number, Meaning>> = {
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
  406: {
    code: "ERR_KMS_NOT_ACCEPTABLE",
    advice:
      "The request offers application/json, and after it any other media type: check `host` of the connection and " +
      "whether a proxy changes the Accept header, or show the correlation id to the vendor's support.",
  },
  429: { code: "ERR_KMS_RATE_LIMITED", advice: "Run `pulumi up` again later." },
  503: { code: "ERR_KMS_UNAVAILABLE", advice: "Run `pulumi up` again later." },
};

const meaningOf = (status: number): Meaning => {
  const known = MEANINGS[status];
  if (known !== undefined) return known;
  if (status >= 500) return { code: "ERR_KMS_OUTCOME_UNKNOWN", advice: OUTCOME_UNKNOWN, isOpen: true };
  if (status >= 400) return { code: "ERR_KMS_REFUSED", advice: SUPPORT };
  return {
    code: "ERR_KMS_REDIRECTED",
    advice:
      "Redirects are not followed, because a signed request is meant for one host: check `host` of the connection.",
  };
};

/** What to do about a refusal with this status, whatever was asked. */
export const adviceOf = (status: number): string => meaningOf(status).advice;

const CHECK_ACCESS = "To find the cause without making a key, run `npx pulumi-cybersource-webhooks check-access`.";

/** What became of the request for a key that was refused with this status, and what to do. */
const endOf = (status: number): string => {
  const { advice, isOpen = false } = meaningOf(status);
  const told = isOpen ? advice : `Nothing was made. ${advice}`;
  return status === 401 ? `${told} ${CHECK_ACCESS}` : told;
};

const describe = ({ action, organizationId, host, correlationId }: Asked, came: string, advice: string): string =>
  `${action} for organization ${organizationId} at ${host} ${came}; correlation id ${correlationId}. ${advice}`;

const clockAdvice = ({ status, headers, now }: Refusal): string => {
  const skew = status === 401 ? clockSkewOf(headers.date, now) : undefined;
  return skew?.isWorthTelling === true ? ` The clock of this machine is ${skew.text}.` : "";
};

/** How long the service asks to wait, where it says so in seconds. */
const waitAdvice = ({ headers }: Refusal): string => {
  const seconds = headers["retry-after"] ?? "";
  return /^\d{1,6}$/.test(seconds) ? ` The service asks to wait ${seconds} s.` : "";
};

export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly now: Date;
}

/** An answer outside 2xx. */
export const refused = (asked: Asked, refusal: Refusal, secrets: readonly string[]): KmsError => {
  const { status, body } = refusal;
  const came = `was answered with status ${status}${quoteBody(body, secrets)}`;
  const advice = endOf(status) + clockAdvice(refusal) + waitAdvice(refusal);
  return new KmsError(meaningOf(status).code, describe(asked, came, advice), { status, ...asked });
};

/** The words of an error's body; nothing that could be a secret. */
export const quoteBody = (body: string, secrets: readonly string[]): string => quoteAnswer(readJson(body), secrets);

/** An answer with a 2xx status that says the key failed, or that cannot be read. */
export const withoutKey = (
  asked: Asked,
  status: number,
  fault: { readonly code: "ERR_KMS_KEY_FAILED" | "ERR_KMS_BAD_ANSWER"; readonly what: string },
): KmsError => {
  const advice =
    fault.code === "ERR_KMS_BAD_ANSWER"
      ? BAD_ANSWER
      : "No key was stored. Check the inputs that it names, or show the correlation id to the vendor's support.";
  return new KmsError(fault.code, describe(asked, `was answered with status ${status}, but ${fault.what}`, advice), {
    status,
    ...asked,
  });
};

/** No connection, and the request certainly did not leave. */
const unreachable = (asked: Asked, { code, proxyHost }: NoAnswer): KmsError => {
  const { what, advice } = connectionProblemOf(code);
  const [through, alsoCheck] =
    proxyHost === undefined ? ["", ""] : [` through the proxy ${proxyHost}`, "; check HTTPS_PROXY as well"];
  return new KmsError(
    "ERR_KMS_UNREACHABLE",
    describe(
      asked,
      `was not sent: ${what}${through} (${code})`,
      `Nothing was made. ${advice}${alsoCheck}. Then run \`pulumi up\` again.`,
    ),
    asked,
  );
};

const BROKE = "the connection broke before the whole answer came";
const HOW: Readonly<Record<string, string>> = {
  ETIMEDOUT: "no whole answer came within the time allowed",
  ECONNRESET: BROKE,
  EPIPE: BROKE,
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: BROKE,
};

/** An answer that did not come whole: its status, if it is a refusal, tells what became of the request. */
export const withoutAnswer = (asked: Asked, how: NoAnswer): KmsError => {
  const { missing, status, isTooLong, code } = how;
  if (status === undefined && missing !== "answer") return unreachable(asked, how);
  if (status !== undefined && !isSuccess(status)) {
    const came = `was answered with status ${status}, and not with a whole answer (${code})`;
    return new KmsError(meaningOf(status).code, describe(asked, came, endOf(status)), { status, ...asked });
  }
  if (status !== undefined && isTooLong) {
    return withoutKey(asked, status, { code: "ERR_KMS_BAD_ANSWER", what: "the answer is too long to be a key" });
  }
  const what = HOW[code] ?? (code.startsWith("HPE_") ? "what came is not HTTP" : "no whole answer came");
  return new KmsError("ERR_KMS_OUTCOME_UNKNOWN", describe(asked, `was sent, but ${what} (${code})`, OUTCOME_UNKNOWN), {
    status,
    ...asked,
  });
};
