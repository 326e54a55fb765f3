import {
  type Agent,
  request as requestHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from "node:http";
import { request as requestHttps } from "node:https";

/** Answers that are asked for here have some kilobytes. */
const MAX_ANSWER_BYTES = 1_000_000;

/** One request, and what it may take. */
export interface Exchange {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | undefined;
  /** Its connection; a direct one of its own unless given. */
  readonly agent?: Agent | undefined;
  /** For the whole exchange. */
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
  /** What did not come about: the connection, TLS over it, or a whole answer. */
  readonly missing: "connection" | "tls" | "answer";
  /** A code of Node.js or a few words of ours; nothing that the server sent. */
  readonly reason: string;
}

/** By its shape: under a test runner, errors of Node.js are of another `Error` than ours. */
const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : "an unnamed error";

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
 * Sends one request, once, for checks that tell how far it came. Nothing is retried, no redirect is followed, the answer is
 * bounded in size and time, and certificates are verified whatever the environment says.
 */
export const exchangeOnce = async (exchange: Exchange): Promise<Answer | NoAnswer> => {
  const { url, method, headers, body, agent, timeoutMs } = exchange;
  const isSecure = url.protocol === "https:";
  const signal = AbortSignal.timeout(timeoutMs);
  let missing: NoAnswer["missing"] = "connection";
  const request = (isSecure ? requestHttps : requestHttp)(url, {
    agent: agent ?? false,
    method,
    headers: { ...headers, connection: "close" },
    rejectUnauthorized: true,
    signal,
  });
  request.once("socket", (socket) => {
    // A connection through a proxy is handed out once TLS is established over it (provider/api/agents.ts).
    if (!socket.connecting) missing = "answer";
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
    return { isAnswer: false, missing, reason: signal.aborted ? `not within ${timeoutMs / 1000} s` : codeOf(error) };
  } finally {
    request.destroy();
  }
};
