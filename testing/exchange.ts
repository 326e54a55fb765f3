import {
  request as requestHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from "node:http";
import { request as requestHttps } from "node:https";

/** Answers of token endpoints have a few kilobytes. */
const MAX_ANSWER_BYTES = 1_000_000;

/** One request and its limits. */
export interface Exchange {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | undefined;
  /** Time limit for the whole exchange. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly isAnswer: true;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface NoAnswer {
  readonly isAnswer: false;
  /** The first step that failed: the connection, TLS, or receiving a complete answer. */
  readonly missing: "connection" | "tls" | "answer";
  /** An error code of Node.js or our own words. Quotes nothing that the server sent. */
  readonly reason: string;
}

/** Uses no instanceof: under a test runner, errors of Node.js have another `Error` class than ours. */
const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : "unknown error";

const bodyOf = async (response: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

/**
 * Sends one request and reports its answer, or the step that failed. It doesn't retry or follow redirects, limits the
 * answer's size and time, and always verifies certificates, even with NODE_TLS_REJECT_UNAUTHORIZED=0.
 */
export const exchangeOnce = async (exchange: Exchange): Promise<Answer | NoAnswer> => {
  const { url, method, headers, body, timeoutMs } = exchange;
  const isSecure = url.protocol === "https:";
  const signal = AbortSignal.timeout(timeoutMs);
  let missing: NoAnswer["missing"] = "connection";
  const request = (isSecure ? requestHttps : requestHttp)(url, {
    // A new connection for each request.
    agent: false,
    method,
    headers: { ...headers, connection: "close" },
    rejectUnauthorized: true,
    signal,
  });
  request.once("socket", (socket) => {
    socket.once("connect", () => (missing = isSecure ? "tls" : "answer"));
    socket.once("secureConnect", () => (missing = "answer"));
  });
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on("response", resolve).on("error", reject).end(body);
    });
    const text = await bodyOf(response);
    if (text === undefined) return { isAnswer: false, missing, reason: "more than 1 MB" };
    return { isAnswer: true, status: response.statusCode ?? 0, headers: response.headers, body: text };
  } catch (error) {
    return {
      isAnswer: false,
      missing,
      reason: signal.aborted ? `timed out after ${timeoutMs / 1000} s` : codeOf(error),
    };
  } finally {
    request.destroy();
  }
};
