import { type Answer, type NoAnswer, textOf } from "../../provider/api/exchange.js";
import { clockSkewOf, SKEW_WORTH_TELLING_S } from "../../provider/api/clock-skew.js";
import { adviceOf, quoteBody } from "../../provider/api/failures.js";
import { type AccessCheck, type AccessCheckName } from "./access-report.js";
import { readJson } from "../../provider/json-text.js";

/** What the answer is judged with. */
export interface Asked {
  readonly organizationId: string;
  readonly url: URL;
  /** The proxy on the way, where there is one. */
  readonly proxyHost: string | undefined;
  readonly now: Date;
  /** Milliseconds that the whole exchange had. */
  readonly timeoutMs: number;
  /** `v-c-correlation-id` of the request. */
  readonly correlationId: string;
}

const ORDER = ["connection", "tls", "answer", "clock", "credentials", "permission", "organization"] as const;
type Found = Partial<Record<AccessCheckName, Omit<AccessCheck, "name">>>;

const ok = (meaning: string) => ({ verdict: "ok", meaning }) as const;
const failed = (meaning: string) => ({ verdict: "failed", meaning }) as const;
const unknown = { verdict: "unknown", meaning: "not known before the above is right" } as const;

const inOrder = (found: Found): AccessCheck[] => ORDER.map((name) => ({ name, ...(found[name] ?? unknown) }));

const tlsOf = ({ protocol }: URL): Omit<AccessCheck, "name"> =>
  protocol === "https:" ? ok("the certificate is trusted") : ok("not used: a loopback address");

const reasonOf = ({ code, isTooLong }: NoAnswer, { timeoutMs }: Asked): string => {
  if (isTooLong) return "more than 1 MB";
  return code === "ETIMEDOUT" ? `not within ${timeoutMs / 1000} s` : code;
};

const withoutAnswer = (came: NoAnswer, asked: Asked): Found => {
  const { missing } = came;
  const { url, proxyHost } = asked;
  const reason = reasonOf(came, asked);
  if (missing === "connection") {
    const [way, proxyAdvice] =
      proxyHost === undefined
        ? ["", "whether a proxy is needed (HTTPS_PROXY)"]
        : [` through the proxy ${proxyHost}`, "HTTPS_PROXY"];
    return {
      connection: failed(
        `no connection to ${url.host}${way} (${reason}). Check environment or host, the network, and ${proxyAdvice}.`,
      ),
    };
  }
  const connection = ok(`${url.host} is reached`);
  if (missing === "tls") {
    const advice = "Check host, and what stands between; NODE_EXTRA_CA_CERTS adds a certificate authority.";
    return { connection, tls: failed(`no TLS with a certificate that Node.js trusts (${reason}). ${advice}`) };
  }
  return { connection, tls: tlsOf(url), answer: failed(`no whole answer came (${reason}). Run it again later.`) };
};

const clockOf = (date: string | undefined, now: Date): Omit<AccessCheck, "name"> => {
  const skew = clockSkewOf(date, now);
  if (skew === undefined) return { verdict: "unknown", meaning: "the answer has no Date to compare with" };
  if (!skew.isWorthTelling) return ok(`within ${SKEW_WORTH_TELLING_S} s of the service's`);
  const advice = "Set this machine's clock: a signature from another time is refused.";
  return { verdict: "warning", meaning: `${skew.text}. ${advice}` };
};

/** The service names a reason where it looked for the organization; its gateway does not know the address. */
const isOfService = (body: string): boolean => {
  const answer = readJson(body);
  return typeof answer === "object" && answer !== null && "reason" in answer;
};

const ACCEPTED = ok("accepted");

const judgeStatus = ({ status, body: bytes }: Answer, { organizationId, correlationId }: Asked): Found => {
  const body = textOf(bytes);
  const came = `status ${status}${quoteBody(body, [])}`;
  const answer = ok(`status ${status}`);
  if (status >= 200 && status <= 299) {
    const products = readJson(body);
    if (!Array.isArray(products)) {
      return { answer: failed(`${came}, but no list of products. Check that host is the service's.`) };
    }
    const organization = ok(`${organizationId} is known, with ${products.length} products`);
    return { answer, credentials: ACCEPTED, permission: ok("may read the organization's products"), organization };
  }
  if (status === 401) return { answer, credentials: failed(`${came}. ${adviceOf(status)}`) };
  if (status === 403) return { answer, credentials: ACCEPTED, permission: failed(`${came}. ${adviceOf(status)}`) };
  if (status === 404) {
    const organization = failed(
      `${organizationId} is not known here: ${came}. Check the organization, and environment or host of the connection.`,
    );
    return isOfService(body) ? { answer, credentials: ACCEPTED, organization } : { answer, organization };
  }
  if (status === 429 || status >= 500) return { answer: failed(`${came}. Run it again later.`) };
  return { answer: failed(`${came}; correlation id ${correlationId}. ${adviceOf(status)}`) };
};

/** What the answer, or its absence, tells about the connection. */
export const judgeAnswer = (answer: Answer | NoAnswer, asked: Asked): AccessCheck[] => {
  if (!answer.isAnswer) return inOrder(withoutAnswer(answer, asked));
  const { url, now } = asked;
  return inOrder({
    connection: ok(`${url.host} is reached`),
    tls: tlsOf(url),
    clock: clockOf(answer.headers.date, now),
    ...judgeStatus(answer, asked),
  });
};
