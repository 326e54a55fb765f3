import { type IncomingHttpHeaders } from "node:http";

/** One request to the service. */
export interface ApiRequest {
  readonly method: "GET" | "POST";
  /** Path on the origin of the connection, percent-encoded. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** `v-c-correlation-id`: names the request in the service's logs. */
  readonly correlationId: string;
  /** Whether to send it again where it certainly was not acted on. */
  readonly isRetried: boolean;
}

/** A whole answer, whatever its status. */
export interface Answer {
  readonly isAnswer: true;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** An exchange that ended without a whole answer. */
export interface NoAnswer {
  readonly isAnswer: false;
  /** What did not come about. Only without a whole answer can the request have left. */
  readonly missing: "connection" | "tls" | "answer";
  /** The status, if one came before the exchange broke off. */
  readonly status: number | undefined;
  readonly isTooLong: boolean;
  /** An error code of Node.js or of the HTTP library. */
  readonly code: string;
  /** The proxy on the way, if there is one. */
  readonly proxyHost: string | undefined;
}

export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** The text of an answer. Bytes that are not UTF-8 make it unreadable: a wrong key would be worse than none. */
export const textOf = (body: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return "";
  }
};
