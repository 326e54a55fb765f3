/** The parts of a request that its signature covers. `host` and `path` are exactly what is sent. */
export interface SignedRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** As in the Host header: with the port where there is one. */
  readonly host: string;
  /** With the query string, as in the request line. */
  readonly path: string;
  /** The text that is sent, byte for byte. Default: an empty text. */
  readonly body?: string;
}

/** Signs a request at the instant `now`: returns the headers, name to value, that prove who sends it. */
export type Authenticator = (request: SignedRequest, now: Date) => Promise<Readonly<Record<string, string>>>;
