import { type Answer, isSuccess, type NoAnswer, textOf } from "../../provider/api/exchange.js";
import { clockSkewOf, SKEW_WORTH_TELLING_S } from "../../provider/api/clock-skew.js";
import { adviceOf, quoteBody } from "../../provider/api/failures.js";
import { type AccessCheck, type AccessCheckName } from "./access-report.js";
import { decodeProducts, isNotFoundOfService } from "../../provider/api/subscription-wire.js";

/** The request that was answered, and the circumstances that the checks need. */
export interface Asked {
  readonly organizationId: string;
  readonly url: URL;
  /** The proxy that the request went through, if any. */
  readonly proxyHost: string | undefined;
  readonly now: Date;
  /** Timeout of the request in milliseconds. */
  readonly timeoutMs: number;
  /** `v-c-correlation-id` of the request. */
  readonly correlationId: string;
}

const ORDER = ["connection", "tls", "answer", "clock", "credentials", "permission", "organization"] as const;
type Found = Partial<Record<AccessCheckName, Omit<AccessCheck, "name">>>;

const ok = (meaning: string) => ({ verdict: "ok", meaning }) as const;
const failed = (meaning: string) => ({ verdict: "failed", meaning }) as const;
const unknown = { verdict: "unknown", meaning: "not checked, because another check failed" } as const;

const inOrder = (found: Found): AccessCheck[] => ORDER.map((name) => ({ name, ...(found[name] ?? unknown) }));

const tlsOf = ({ protocol }: URL): Omit<AccessCheck, "name"> =>
  protocol === "https:" ? ok("the certificate is trusted") : ok("not used for a loopback address");

/** Why there is no complete answer, as a code or in a few words. */
export const reasonOf = ({ code, isTooLong }: NoAnswer, { timeoutMs }: Pick<Asked, "timeoutMs">): string => {
  if (isTooLong) return "more than 1 MB";
  return code === "ETIMEDOUT" ? `timed out after ${timeoutMs / 1000} s` : code;
};

const withoutAnswer = (noAnswer: NoAnswer, asked: Asked): Found => {
  const { missing } = noAnswer;
  const { url, proxyHost } = asked;
  const reason = reasonOf(noAnswer, asked);
  if (missing === "connection") {
    const [through, proxyAdvice] =
      proxyHost === undefined
        ? ["", "whether you need a proxy (HTTPS_PROXY)"]
        : [` through the proxy ${proxyHost}`, "HTTPS_PROXY"];
    return {
      connection: failed(
        `can't connect to ${url.host}${through} (${reason}). Check environment or host, your network, and ${proxyAdvice}.`,
      ),
    };
  }
  const connection = ok(`connected to ${url.host}`);
  if (missing === "tls") {
    const advice =
      "Check host, and any proxy in between; NODE_EXTRA_CA_CERTS adds a certificate authority that Node.js trusts.";
    return { connection, tls: failed(`can't set up TLS (${reason}). ${advice}`) };
  }
  return { connection, tls: tlsOf(url), answer: failed(`no complete answer (${reason}). Try again later.`) };
};

const clockOf = (date: string | undefined, now: Date): Omit<AccessCheck, "name"> => {
  const skew = clockSkewOf(date, now);
  if (skew === undefined) return { verdict: "unknown", meaning: "the answer has no valid Date header to compare with" };
  if (!skew.isWorthTelling) return ok(`within ${SKEW_WORTH_TELLING_S} s of the service's clock`);
  const advice = "Set this machine's clock: the service rejects signatures with a wrong time.";
  return { verdict: "warning", meaning: `${skew.text} clock. ${advice}` };
};

const ACCEPTED = ok("accepted");

/** These requests send nothing else that the service could object to. */
export const BAD_REQUEST_ADVICE =
  "Check the organization, and senderOrganizationId and permissions of the connection if they are set. If they are right, " +
  "show the correlation id to the vendor's support.";

const judgeStatus = ({ status, body: bytes }: Answer, { organizationId, correlationId }: Asked): Found => {
  const body = textOf(bytes);
  const came = `status ${status}${quoteBody(body, [])}`;
  const answer = ok(`status ${status}`);
  if (isSuccess(status)) {
    const products = decodeProducts(body);
    if (products === undefined) {
      return { answer: failed(`${came}, but the answer isn't a list of products. Check host.`) };
    }
    const organization = ok(`${organizationId} is known and has ${products.length} products`);
    return { answer, credentials: ACCEPTED, permission: ok("may read the organization's products"), organization };
  }
  if (status === 401) return { answer, credentials: failed(`${came}. ${adviceOf(status)}`) };
  if (status === 403) return { answer, credentials: ACCEPTED, permission: failed(`${came}. ${adviceOf(status)}`) };
  if (status === 404) {
    const organization = failed(
      `${organizationId} isn't known at this host: ${came}. Check the organization, and environment or host of the connection.`,
    );
    return isNotFoundOfService(body) ? { answer, credentials: ACCEPTED, organization } : { answer, organization };
  }
  if (status === 400) return { answer: failed(`${came}; correlation id ${correlationId}. ${BAD_REQUEST_ADVICE}`) };
  if (status === 429 || status >= 500) return { answer: failed(`${came}. Try again later.`) };
  return { answer: failed(`${came}; correlation id ${correlationId}. ${adviceOf(status)}`) };
};

/** The checks that follow from an answer, or from its absence. */
export const judgeAnswer = (answer: Answer | NoAnswer, asked: Asked): AccessCheck[] => {
  if (!answer.isAnswer) return inOrder(withoutAnswer(answer, asked));
  const { url, now } = asked;
  return inOrder({
    connection: ok(`connected to ${url.host}`),
    tls: tlsOf(url),
    clock: clockOf(answer.headers.date, now),
    ...judgeStatus(answer, asked),
  });
};
