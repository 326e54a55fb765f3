import { type IncomingHttpHeaders } from "node:http";

/** One request to the service. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Percent-encoded path and query, relative to the origin of the connection. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** `v-c-correlation-id`: identifies the request in the service's logs. */
  readonly correlationId: string;
  /**
   * Whether to send it again: never; if the service certainly didn't process it; or always, because a second time changes
   * nothing.
   */
  readonly retry: "never" | "ifNotActedOn" | "always";
}

/** A complete answer, whatever its status. */
export interface Answer {
  readonly isAnswer: true;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  /** True if this answers a retry: the service may have processed an earlier attempt, whose answer was lost. */
  readonly isRetried?: true;
}

/** What is known if no complete answer arrived. */
export interface NoAnswer {
  readonly isAnswer: false;
  /** The step that failed. The request can have been sent only if it is `answer`. */
  readonly missing: "connection" | "tls" | "answer";
  /** The status, if the headers of the answer arrived. */
  readonly status: number | undefined;
  /** True if the client stopped reading because the answer was too long. */
  readonly isTooLong: boolean;
  /** An error code of Node.js or of the HTTP library. */
  readonly code: string;
  /** Host and port of the proxy, if the connection has one. */
  readonly proxyHost: string | undefined;
}

export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/**
 * The text of an answer; empty if it isn't valid UTF-8. Replacing the invalid bytes instead could yield a key that looks
 * right and is wrong.
 */
export const textOf = (body: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return "";
  }
};
