/** How an answer travels, where that is not at once and whole. */
export interface Delivery {
  beforeHeadersMs?: number | undefined;
  insideBodyMs?: number | undefined;
  /** Where the connection breaks: before the answer, or after so many bytes of its body. */
  breakAt?: "start" | number;
  /** Text that takes the place of the answer on the connection, again and again where a time is given. */
  raw?: { text: string; everyMs?: number | undefined };
  /** Time between two bytes of a body that never ends. */
  dripEveryMs?: number;
  /** Status that is answered first; the answer itself follows when another request comes on the connection. */
  lateAfterStatus?: number;
}

/** An HTTP answer before it is sent. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  delivery?: Delivery;
}

/** An answer with a JSON body, in the one media type that the webhook routes know. */
export const jsonAnswer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json;charset=utf-8", ...headers },
  body: Buffer.from(JSON.stringify(body)),
});
