import { type ClientRequest } from "node:http";
import { type Socket } from "node:net";
import got, { HTTPError, RequestError, TimeoutError } from "got";
import pLimit from "p-limit";
import { AuthenticationConfigError } from "../auth/errors.js";
import { createAgents, isRefusedByProxy } from "./agents.js";
import { type Connection } from "./connection.js";
import { type Answer, type ApiRequest, isSuccess, type NoAnswer } from "./exchange.js";
import { requestHeaders } from "./request-headers.js";

/** How long an attempt may take until the complete answer has arrived. */
const ATTEMPT_TIMEOUT_MS = 30_000;
const MAX_RETRIES = 4;
/** No retry starts later than this after the first attempt. */
const RETRY_WITHIN_MS = 120_000;
/** If `Retry-After` is longer than this, there is no retry. */
const MAX_RETRY_AFTER_MS = 60_000;
const MAX_CONCURRENT = 10;
/** Far above the longest documented answer, which has a few kilobytes. */
const MAX_ANSWER_BYTES = 1_000_000;
/** With these statuses the service says that it didn't process the request, so sending it again is safe. */
const RETRIED_STATUSES: readonly number[] = [429, 503];

/** What tests replace: the clock and the waiting times. */
export interface ClientSources {
  readonly now: () => Date;
  /**
   * Milliseconds to wait before retry number `attempt` (from 1), if the answer has no `Retry-After`. Default:
   * {@link exponentialBackoffMs}.
   */
  readonly backoffMs?: (attempt: number) => number;
  /** Milliseconds that an attempt may take until the complete answer has arrived. Default: 30,000. */
  readonly attemptTimeoutMs?: number;
}

export interface ApiClient {
  /**
   * Sends one request, signed with the credentials of the connection.
   *
   * @throws AuthenticationConfigError when it can't be signed
   */
  send(connection: Connection, request: ApiRequest): Promise<Answer | NoAnswer>;
}

/** Doubles with each attempt, from 1 s, and is randomized by up to half of itself. */
export const exponentialBackoffMs = (attempt: number): number => 1000 * 2 ** (attempt - 1) * (0.5 + Math.random());

/** How far the current attempt has got. */
interface Attempt {
  /** The step that is still to come. Before `answer`, the request can't have been sent. */
  missing: NoAnswer["missing"];
  status: number | undefined;
}

const NOT_BEGUN: Readonly<Attempt> = { missing: "connection", status: undefined };

/** Tracks the attempt that sends `request`. */
const follow = (request: ClientRequest): Attempt => {
  const attempt: Attempt = { ...NOT_BEGUN };
  const isSecure = request.protocol === "https:";
  const onSocket = (socket: Socket): void => {
    // Already connected: reused, or made through a proxy, which includes the TLS handshake (agents.ts).
    if (!socket.connecting) {
      attempt.missing = "answer";
      return;
    }
    socket.once("connect", () => (attempt.missing = isSecure ? "tls" : "answer"));
    socket.once("secureConnect", () => (attempt.missing = "answer"));
  };
  if (request.socket === null) request.once("socket", onSocket);
  else onSocket(request.socket);
  request.once("response", ({ statusCode: status = 0 }) => {
    attempt.status = status;
    // After a 503 the server may still send its real answer on this connection. Close it, so that answer can't be mistaken
    // for the answer to the retry.
    if (!isSuccess(status)) request.shouldKeepAlive = false;
  });
  return attempt;
};

/** True if the request couldn't be signed, so it wasn't sent. */
const isNotSigned = (error: RequestError): error is RequestError & { cause: AuthenticationConfigError } =>
  error.cause instanceof AuthenticationConfigError;

const canBeSentAgain = (retry: ApiRequest["retry"], error: RequestError, { missing, status }: Attempt): boolean => {
  if (retry === "never" || isNotSigned(error) || isRefusedByProxy(error.code)) return false;
  const isAnswered = error instanceof HTTPError;
  if (retry === "always" && !isAnswered) return true;
  if (status !== undefined) return RETRIED_STATUSES.includes(status) || (retry === "always" && status >= 500);
  return missing !== "answer" && !(error instanceof TimeoutError);
};

/**
 * Creates the HTTP client for the service. It verifies TLS certificates, keeps connections alive, follows no redirects,
 * and sends at most ten requests at once.
 */
export const createApiClient = (sources: ClientSources): ApiClient => {
  const { now, backoffMs = exponentialBackoffMs, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS } = sources;
  const agentsFor = createAgents(attemptTimeoutMs, now);
  const limit = pLimit(MAX_CONCURRENT);

  const send = async (connection: Connection, request: ApiRequest): Promise<Answer | NoAnswer> => {
    const { method, path, body, correlationId, retry } = request;
    let attempt = NOT_BEGUN;
    const startedMs = now().getTime();
    const url = new URL(path, connection.origin);
    const sizeLimit = new AbortController();
    const { agents: agent, closeIdle } = agentsFor(connection.proxy);
    const content = body === undefined ? undefined : { "content-type": "application/json" };
    const answer = got(url, {
      method,
      agent,
      body,
      headers: { ...content, ...requestHeaders(connection, correlationId) },
      hooks: {
        beforeRequest: [
          async ({ headers }) => {
            const signed = { method, host: url.host, path, ...(body !== undefined && { body }) };
            Object.assign(headers, await connection.authenticate(signed, now()));
            closeIdle();
          },
        ],
      },
      decompress: false,
      followRedirect: false,
      https: { rejectUnauthorized: true },
      responseType: "buffer",
      signal: sizeLimit.signal,
      retry: {
        enforceRetryRules: false,
        calculateDelay: ({ attemptCount, error, retryAfter }) => {
          if (attemptCount > MAX_RETRIES || sizeLimit.signal.aborted) return 0;
          if (!canBeSentAgain(retry, error, attempt)) return 0;
          if (retryAfter !== undefined && retryAfter > MAX_RETRY_AFTER_MS) return 0;
          const delayMs = Math.max(1, retryAfter ?? backoffMs(attemptCount));
          return now().getTime() - startedMs + delayMs > RETRY_WITHIN_MS ? 0 : delayMs;
        },
      },
      throwHttpErrors: false,
      timeout: { request: attemptTimeoutMs },
    });
    void answer
      .on("request", (sent) => {
        attempt = follow(sent);
      })
      .on("downloadProgress", ({ transferred }) => {
        if (transferred > MAX_ANSWER_BYTES) sizeLimit.abort();
      });
    try {
      const { statusCode: status, headers, body: bytes, retryCount } = await answer;
      return { isAnswer: true, status, headers, body: bytes, ...(retryCount > 0 && { isRetried: true }) };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (isNotSigned(error)) throw error.cause;
      const isTooLong = sizeLimit.signal.aborted;
      return { isAnswer: false, ...attempt, code: error.code, isTooLong, proxyHost: connection.proxy?.host };
    }
  };

  return { send: (connection, request) => limit(() => send(connection, request)) };
};
