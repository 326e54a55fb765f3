import got, { RequestError, TimeoutError, type Response } from "got";
import pLimit from "p-limit";
import { createAgents, isRefusedByProxy } from "./agents.js";
import { type Connection } from "./connection.js";
import { type Asked, outcomeUnknown, refused, unreachable, withoutKey } from "./failures.js";
import { decodeKeyAnswer, encodeKeyRequest, isAnswerFault, type KeyAnswer, type KeyRequest } from "./wire.js";

/** @see spec.md 1.1 */
const KEYS_PATH = "/kms/egress/v2/keys-sym";
/** An attempt that has no answer by then is given up. */
const ATTEMPT_TIMEOUT_MS = 30_000;
const MAX_RETRIES = 4;
/** No retry begins later than this after the first attempt. */
const RETRY_WITHIN_MS = 120_000;
/** A longer `Retry-After` ends the attempts. */
const MAX_RETRY_AFTER_MS = 60_000;
const MAX_CONCURRENT = 10;
/** The longest documented answer has some 600 bytes. */
const MAX_ANSWER_BYTES = 1_000_000;
/** Answers that say that the request was not acted on. */
const RETRIED_STATUSES: readonly number[] = [429, 503];
/** Failures to reach the host at all. */
const RETRIED_CODES: readonly string[] = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED"];

/** What the client takes from outside, so that tests decide it. */
export interface ClientSources {
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
  /** Milliseconds to wait before retry number `attempt` (1 is the first) when the service names no time. */
  readonly backoffMs: (attempt: number) => number;
}

export interface IssuedKey extends KeyAnswer {
  readonly correlationId: string;
}

export interface KmsClient {
  /**
   * Sends one CREATE or STORE and returns the key.
   *
   * @throws KmsError when no key came, with a code of docs/errors.md
   */
  requestKey(connection: Connection, request: KeyRequest): Promise<IssuedKey>;
}

/** Exponential back-off from one second, with jitter. */
export const exponentialBackoffMs = (attempt: number): number => 1000 * 2 ** (attempt - 1) * (0.5 + Math.random());

/** True when the request cannot have left: the connection, or TLS over it, was not yet there. */
const isCertainlyNotSent = ({ code, timings, options }: RequestError, proxy: URL | undefined): boolean => {
  if (RETRIED_CODES.includes(code)) return true;
  if (timings === undefined) return false;
  // Through a proxy there is no connection before there is TLS over it (agents.ts), and no time of it is taken.
  const isSecure = proxy === undefined && options.url instanceof URL && options.url.protocol === "https:";
  return timings.connect === undefined || (isSecure && timings.secureConnect === undefined);
};

const isRetried = (error: RequestError, proxy: URL | undefined): boolean => {
  if (error.response !== undefined) return RETRIED_STATUSES.includes(error.response.statusCode);
  if (error instanceof TimeoutError || isRefusedByProxy(error.code)) return false;
  return isCertainlyNotSent(error, proxy);
};

/** The text of an answer. Bytes that are not UTF-8 make it unreadable, as a wrong key would be worse than none. */
const textOf = (body: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return "";
  }
};

/** The one client of the key management service: TLS checked, connections kept alive, no redirects followed. */
export const createKmsClient = ({ now, newCorrelationId, backoffMs }: ClientSources): KmsClient => {
  const agentsFor = createAgents(ATTEMPT_TIMEOUT_MS);
  const limit = pLimit(MAX_CONCURRENT);

  const post = (connection: Connection, body: string, correlationId: string): Promise<Response<Uint8Array>> => {
    const startedMs = now().getTime();
    const url = new URL(KEYS_PATH, connection.origin);
    const tooLarge = new AbortController();
    const answer = got.post(url, {
      agent: agentsFor(connection.proxy),
      body,
      headers: {
        accept: "application/hal+json;charset=utf-8",
        "content-type": "application/json",
        "v-c-correlation-id": correlationId,
        ...(connection.senderOrganizationId && { "v-c-sender-organization-id": connection.senderOrganizationId }),
        ...(connection.permissions && { "v-c-permissions": connection.permissions }),
      },
      hooks: {
        beforeRequest: [
          async ({ headers }) => {
            const signed = { method: "POST", host: url.host, path: KEYS_PATH, body } as const;
            Object.assign(headers, await connection.authenticate(signed, now()));
          },
        ],
      },
      decompress: false,
      followRedirect: false,
      https: { rejectUnauthorized: true },
      responseType: "buffer",
      signal: tooLarge.signal,
      retry: {
        enforceRetryRules: false,
        calculateDelay: ({ attemptCount, error, retryAfter }) => {
          if (attemptCount > MAX_RETRIES || !isRetried(error, connection.proxy)) return 0;
          if (retryAfter !== undefined && retryAfter > MAX_RETRY_AFTER_MS) return 0;
          const delayMs = Math.max(1, retryAfter ?? backoffMs(attemptCount));
          return now().getTime() - startedMs + delayMs > RETRY_WITHIN_MS ? 0 : delayMs;
        },
      },
      throwHttpErrors: false,
      timeout: { request: ATTEMPT_TIMEOUT_MS },
    });
    void answer.on("downloadProgress", ({ transferred }) => {
      if (transferred > MAX_ANSWER_BYTES) tooLarge.abort();
    });
    return answer;
  };

  const requestKey = async (connection: Connection, request: KeyRequest): Promise<IssuedKey> => {
    const { action, organizationId } = request;
    const correlationId = newCorrelationId();
    const asked: Asked = { action, organizationId, host: new URL(connection.origin).host, correlationId };
    const secrets = request.action === "STORE" ? [request.clientSecret] : [];

    let response: Response<Uint8Array>;
    try {
      response = await post(connection, encodeKeyRequest(request), correlationId);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { proxy } = connection;
      throw isCertainlyNotSent(error, proxy)
        ? unreachable(asked, error.code, proxy?.host)
        : outcomeUnknown(asked, error.code);
    }

    const { statusCode: status, headers } = response;
    const body = textOf(response.body);
    if (status < 200 || status > 299) throw refused(asked, { status, body, date: headers.date, now: now() }, secrets);
    const answer = decodeKeyAnswer(body, secrets);
    if (isAnswerFault(answer)) throw withoutKey(asked, status, answer);
    return { ...answer, correlationId };
  };

  return { requestKey: (connection, request) => limit(() => requestKey(connection, request)) };
};
