import { type IncomingHttpHeaders } from "node:http";

/** A request as it came over the wire. */
export interface ReceivedRequest {
  method: string;
  /** Path and query, exactly as sent. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The value of a header that is sent once. */
export const headerOf = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
};
