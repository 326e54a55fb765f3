import { type IncomingHttpHeaders } from "node:http";

/** A request as it was received. */
export interface ReceivedRequest {
  method: string;
  /** The path and query, exactly as sent. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The value of a header, or undefined if it is missing or was sent more than once. */
export const headerOf = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
};
