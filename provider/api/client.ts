import { type ClientRequest } from "node:http";
import { type Socket } from "node:net";
import got, { RequestError, TimeoutError } from "got";
import pLimit from "p-limit";
import { AuthenticationConfigError } from "../auth/errors.js";
import { createAgents, isRefusedByProxy } from "./agents.js";
import { type Connection } from "./connection.js";
import { type Answer, type ApiRequest, isSuccess, type NoAnswer } from "./exchange.js";
import { requestHeaders } from "./request-headers.js";

/** An attempt without a whole answer by then is given up. */
const ATTEMPT_TIMEOUT_MS = 30_000;
const MAX_RETRIES = 4;
/** No retry begins later than this after the first attempt. */
const RETRY_WITHIN_MS = 120_000;
/** A longer `Retry-After` ends the attempts. */
const MAX_RETRY_AFTER_MS = 60_000;
const MAX_CONCURRENT = 10;
/** The longest documented answer has a few kilobytes. */
const MAX_ANSWER_BYTES = 1_000_000;
/** With these the service says that it did not act on the request. */
const RETRIED_STATUSES: readonly number[] = [429, 503];

/** What the client takes from outside, so that tests decide it. */
export interface ClientSources {
  readonly now: () => Date;
  /**
   * Milliseconds to wait before retry number `attempt` (1 is the first) if the service names no time; exponential unless
   * given.
   */
  readonly backoffMs?: (attempt: number) => number;
  /** Milliseconds until an attempt without a whole answer is given up; 30 s unless given. */
  readonly attemptTimeoutMs?: number;
}

export interface ApiClient {
  /**
   * Sends one request, signed as the connection says.
   *
   * @throws AuthenticationConfigError when it can't be signed
   */
  send(connection: Connection, request: ApiRequest): Promise<Answer | NoAnswer>;
}

/** Exponential back-off from one second, with jitter. */
export const exponentialBackoffMs = (attempt: number): number => 1000 * 2 ** (attempt - 1) * (0.5 + Math.random());

/** What is known of the attempt under way. */
interface Attempt {
  /** Without a connection, and TLS over it, the request can't have left. */
  missing: NoAnswer["missing"];
  status: number | undefined;
}

const NOT_BEGUN: Readonly<Attempt> = { missing: "connection", status: undefined };

/** Follows the attempt that sends `request`. */
const follow = (request: ClientRequest): Attempt => {
  const attempt: Attempt = { ...NOT_BEGUN };
  const isSecure = request.protocol === "https:";
  const onSocket = (socket: Socket): void => {
    // A connection through a proxy is handed out once TLS is established over it (agents.ts).
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

/** True if the request couldn't even be signed. */
const isNotSigned = (error: RequestError): error is RequestError & { cause: AuthenticationConfigError } =>
  error.cause instanceof AuthenticationConfigError;

const canBeSentAgain = (error: RequestError, { missing, status }: Attempt): boolean => {
  if (status !== undefined) return RETRIED_STATUSES.includes(status);
  if (error instanceof TimeoutError || isNotSigned(error) || isRefusedByProxy(error.code)) return false;
  return missing !== "answer";
};

/** The one client of the service: TLS verified, connections kept alive, no redirects followed. */
export const createApiClient = (sources: ClientSources): ApiClient => {
  const { now, backoffMs = exponentialBackoffMs, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS } = sources;
  const agentsFor = createAgents(attemptTimeoutMs, now);
  const limit = pLimit(MAX_CONCURRENT);

  const send = async (connection: Connection, request: ApiRequest): Promise<Answer | NoAnswer> => {
    const { method, path, body, correlationId, isRetried } = request;
    let attempt = NOT_BEGUN;
    const startedMs = now().getTime();
    const url = new URL(path, connection.origin);
    const tooLong = new AbortController();
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
      signal: tooLong.signal,
      retry: {
        enforceRetryRules: false,
        calculateDelay: ({ attemptCount, error, retryAfter }) => {
          if (!isRetried || attemptCount > MAX_RETRIES || !canBeSentAgain(error, attempt)) return 0;
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
        if (transferred > MAX_ANSWER_BYTES) tooLong.abort();
      });
    try {
      const { statusCode: status, headers, body: bytes } = await answer;
      return { isAnswer: true, status, headers, body: bytes };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (isNotSigned(error)) throw error.cause;
      const isTooLong = tooLong.signal.aborted;
      return { isAnswer: false, ...attempt, code: error.code, isTooLong, proxyHost: connection.proxy?.host };
    }
  };

  return { send: (connection, request) => limit(() => send(connection, request)) };
};
