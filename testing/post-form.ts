import { request as requestHttp, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as requestHttps } from "node:https";
import { z } from "zod";

/** A token answer has some kilobytes at most. */
const MAX_ANSWER_BYTES = 1_000_000;

export interface Answer {
  readonly isAnswer: true;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
  readonly body: string;
}

export interface NoAnswer {
  readonly isAnswer: false;
  /** What did not come about: the connection, TLS over it, or a whole answer. */
  readonly missing: "connection" | "tls" | "answer";
  /** A code of Node.js or a few words of ours; nothing that the server sent. */
  readonly reason: string;
}

export interface FormPost {
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  /** For the whole exchange. */
  readonly timeoutMs: number;
}

/** By its shape: under a test runner, errors of Node.js are of another `Error` than ours. */
const coded = z.object({ code: z.string() });
const codeOf = (error: unknown): string => coded.safeParse(error).data?.code ?? "an unnamed error";

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
 * Posts one form over a connection of its own. Certificates are verified whatever the environment says, redirects are
 * not followed, and the answer is bounded in size and time.
 */
export const postForm = async ({ url, headers, body, timeoutMs }: FormPost): Promise<Answer | NoAnswer> => {
  const isSecure = url.protocol === "https:";
  const signal = AbortSignal.timeout(timeoutMs);
  let missing: NoAnswer["missing"] = "connection";
  const request = (isSecure ? requestHttps : requestHttp)(url, {
    agent: false,
    method: "POST",
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
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
    return {
      isAnswer: true,
      status: response.statusCode ?? 0,
      contentType: response.headers["content-type"],
      cacheControl: response.headers["cache-control"],
      body: text,
    };
  } catch (error) {
    return { isAnswer: false, missing, reason: signal.aborted ? `not within ${timeoutMs / 1000} s` : codeOf(error) };
  } finally {
    request.destroy();
  }
};
