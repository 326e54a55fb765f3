import { type ClientRequest } from "node:http";
import { type Socket } from "node:net";
import got, { RequestError, TimeoutError, type Response } from "got";
import pLimit from "p-limit";
import { AuthenticationConfigError } from "../auth/errors.js";
import { createAgents, isRefusedByProxy } from "./agents.js";
import { type Connection } from "./connection.js";
import { type KmsError } from "./errors.js";
import { type Asked, type Broken, broken, refused, withoutKey } from "./failures.js";
import { requestHeaders } from "./request-headers.js";
import { decodeKeyAnswer, encodeKeyRequest, isAnswerFault, type KeyAnswer, type KeyRequest } from "./wire.js";

/** @see spec.md 1.1 */
const KEYS_PATH = "/kms/egress/v2/keys-sym";
/** An attempt that has no whole answer by then is given up. */
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

/** What the client takes from outside, so that tests decide it. */
export interface ClientSources {
  readonly now: () => Date;
  readonly newCorrelationId: () => string;
  /** Milliseconds to wait before retry number `attempt` (1 is the first) when the service names no time. */
  readonly backoffMs: (attempt: number) => number;
  /** Milliseconds until an attempt without a whole answer is given up; 30 s unless given. */
  readonly attemptTimeoutMs?: number;
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

/** What is known of the attempt under way. */
interface Attempt {
  /** False as long as the request cannot have left: the connection, or TLS over it, is not yet there. */
  mayBeSent: boolean;
  status: number | undefined;
}

const NOT_BEGUN: Readonly<Attempt> = { mayBeSent: false, status: undefined };

const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** Follows the attempt that sends `request`. */
const follow = (request: ClientRequest): Attempt => {
  const attempt: Attempt = { ...NOT_BEGUN };
  const onSocket = (socket: Socket): void => {
    const established = request.protocol === "https:" ? "secureConnect" : "connect";
    // A connection through a proxy is handed out once TLS is established over it (agents.ts).
    if (socket.connecting) socket.once(established, () => (attempt.mayBeSent = true));
    else attempt.mayBeSent = true;
  };
  if (request.socket === null) request.once("socket", onSocket);
  else onSocket(request.socket);
  request.once("response", ({ statusCode: status = 0 }) => {
    attempt.status = status;
    // Who answers 503 may yet answer the same request again: that must not pass for the answer to the next one.
    if (!isSuccess(status)) request.shouldKeepAlive = false;
  });
  return attempt;
};

/** True when the request could not even be signed. */
const isNotSigned = (error: RequestError): error is RequestError & { cause: AuthenticationConfigError } =>
  error.cause instanceof AuthenticationConfigError;

const isRetried = (error: RequestError, { mayBeSent, status }: Attempt): boolean => {
  if (status !== undefined) return RETRIED_STATUSES.includes(status);
  return !(error instanceof TimeoutError) && !isNotSigned(error) && !isRefusedByProxy(error.code) && !mayBeSent;
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
export const createKmsClient = (sources: ClientSources): KmsClient => {
  const { now, newCorrelationId, backoffMs, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS } = sources;
  const agentsFor = createAgents(attemptTimeoutMs, now);
  const limit = pLimit(MAX_CONCURRENT);

  /** Posts `body`; throws what `failureOf` makes of an exchange without a whole answer. */
  const post = async (
    connection: Connection,
    body: string,
    correlationId: string,
    failureOf: (how: Broken) => KmsError,
  ): Promise<Response<Uint8Array>> => {
    let attempt = NOT_BEGUN;
    const startedMs = now().getTime();
    const url = new URL(KEYS_PATH, connection.origin);
    const tooLarge = new AbortController();
    const { agents: agent, closeIdle } = agentsFor(connection.proxy);
    const answer = got.post(url, {
      agent,
      body,
      headers: { "content-type": "application/json", ...requestHeaders(connection, correlationId) },
      hooks: {
        beforeRequest: [
          async ({ headers }) => {
            const signed = { method: "POST", host: url.host, path: KEYS_PATH, body } as const;
            Object.assign(headers, await connection.authenticate(signed, now()));
            closeIdle();
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
          if (attemptCount > MAX_RETRIES || !isRetried(error, attempt)) return 0;
          if (retryAfter !== undefined && retryAfter > MAX_RETRY_AFTER_MS) return 0;
          const delayMs = Math.max(1, retryAfter ?? backoffMs(attemptCount));
          return now().getTime() - startedMs + delayMs > RETRY_WITHIN_MS ? 0 : delayMs;
        },
      },
      throwHttpErrors: false,
      timeout: { request: attemptTimeoutMs },
    });
    void answer
      .on("request", (request) => {
        attempt = follow(request);
      })
      .on("downloadProgress", ({ transferred }) => {
        if (transferred > MAX_ANSWER_BYTES) tooLarge.abort();
      });
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (isNotSigned(error)) throw error.cause;
      throw failureOf({
        ...attempt,
        code: error.code,
        isTooLong: tooLarge.signal.aborted,
        proxyHost: connection.proxy?.host,
      });
    }
  };

  const requestKey = async (connection: Connection, request: KeyRequest): Promise<IssuedKey> => {
    const { action, organizationId } = request;
    const correlationId = newCorrelationId();
    const asked: Asked = { action, organizationId, host: new URL(connection.origin).host, correlationId };
    const secrets = request.action === "STORE" ? [request.clientSecret] : [];

    const response = await post(connection, encodeKeyRequest(request), correlationId, (how) => broken(asked, how));

    const { statusCode: status, headers } = response;
    const body = textOf(response.body);
    if (!isSuccess(status)) throw refused(asked, { status, body, headers, now: now() }, secrets);
    const answer = decodeKeyAnswer(body, secrets);
    if (isAnswerFault(answer)) throw withoutKey(asked, status, answer);
    return { ...answer, correlationId };
  };

  return { requestKey: (connection, request) => limit(() => requestKey(connection, request)) };
};
