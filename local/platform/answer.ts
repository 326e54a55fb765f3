/** How an answer is sent, unless it is sent at once and completely. */
export interface Delivery {
  beforeHeadersMs?: number | undefined;
  insideBodyMs?: number | undefined;
  /** Breaks the connection before the answer, or after this number of bytes of its body. */
  breakAt?: "start" | number;
  /** Text to write to the connection instead of an answer. With `everyMs`, it is written repeatedly. */
  raw?: { text: string; everyMs?: number | undefined };
  /** Sends a body that never ends, one byte at a time, with this time between two bytes. */
  dripEveryMs?: number;
  /** Answers with this status first, and sends the answer itself when the next request arrives on the connection. */
  lateAfterStatus?: number;
}

/** An HTTP answer before it is sent. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  delivery?: Delivery;
}

/** An answer with a JSON body, in the only media type that the webhook routes use. */
export const jsonAnswer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json;charset=utf-8", ...headers },
  body: Buffer.from(JSON.stringify(body)),
});
