/** What a signature covers of a request; `host` and `path` are exactly what goes over the wire. */
export interface SignedRequest {
  readonly method: "GET" | "POST";
  /** As in the Host header: with the port where there is one. */
  readonly host: string;
  /** With the query string, as in the request line. */
  readonly path: string;
  /** The text that is sent, byte for byte; none is an empty one. */
  readonly body?: string;
}

/** Returns the headers (name to value) that prove who sends the request at the instant `now`. */
export type Authenticator = (request: SignedRequest, now: Date) => Promise<Readonly<Record<string, string>>>;
