import { bytesOf } from "./bytes.js";
import { bodyError, type NotificationError } from "./notification-error.js";

/** A notification has a few kB. */
const DEFAULT_MAX_BYTES = 1_000_000;
/**
 * A sender gets the answer once it has sent everything: to stop in the middle resets the connection. So what is too large
 * is read to its end, and not kept, unless it is so many times too large.
 */
const READ_ON_FACTOR = 10;

/** A stream as `request.body` of a fetch Request is one. Declared here, so that it needs neither DOM nor Node.js types. */
export interface WebStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** A node:http request, or `request.body` of a fetch Request. */
export type BodyStream = AsyncIterable<Uint8Array> | WebStream;

const textError = (): NotificationError =>
  bodyError("the body comes as text, which has lost its bytes. Don't call setEncoding on the request.");

const isWebStream = (body: BodyStream): body is WebStream => "getReader" in body;

/** Node.js tells by this whether anybody has read from a stream of the web. */
const IS_DISTURBED = Symbol.for("nodejs.stream.disturbed");

/** The Fetch standard refuses to make a Response of a stream from which somebody has read. */
const isRefusedAsBody = (body: WebStream): boolean => {
  try {
    return typeof Response === "function" && new Response(body as ReadableStream).bodyUsed;
  } catch {
    return true;
  }
};

const isReadAlready = (body: BodyStream): boolean => {
  if (!isWebStream(body)) return Reflect.get(body, "readableDidRead") === true;
  const isDisturbed: unknown = Reflect.get(body, IS_DISTURBED);
  return (
    Reflect.get(body, "locked") === true || (typeof isDisturbed === "boolean" ? isDisturbed : isRefusedAsBody(body))
  );
};

async function* chunksOf(body: WebStream): AsyncGenerator {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Nothing happens to a stream that has ended.
    await reader.cancel();
  }
}

/**
 * Reads the body of a node:http request, or `request.body` of a fetch Request, as it came.
 *
 * @param body null or undefined: there is none
 * @param maxBytes more than that is refused, and not kept. Default 1,000,000. The stream is read to its end all the same,
 * so that the sender can be answered; after ten times as much it is closed
 * @returns the bytes; in Node.js a Buffer
 * @throws NotificationError ERR_NOTIFICATION_BODY where it is too large, was read before, or doesn't come as bytes; TypeError
 * where maxBytes is no number of bytes
 */
export const readRawBody = async (
  body: BodyStream | null | undefined,
  maxBytes: number = DEFAULT_MAX_BYTES,
): Promise<Uint8Array> => {
  if (typeof maxBytes !== "number" || !(maxBytes >= 0))
    throw new TypeError("maxBytes must be a number of bytes, 0 or more.");
  if (body === null || body === undefined) return Buffer.alloc(0);
  if (isReadAlready(body))
    throw bodyError(
      "the body was read before, and is empty now. Mount the receiver before any body parser, and read the body once.",
    );
  if (typeof Reflect.get(body, "readableEncoding") === "string") throw textError();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of isWebStream(body) ? chunksOf(body) : body) {
    const bytes = bytesOf(chunk);
    if (bytes === undefined) throw textError();
    length += bytes.length;
    if (length > maxBytes * READ_ON_FACTOR) break;
    if (length <= maxBytes) chunks.push(bytes);
    else chunks.length = 0;
  }
  if (length > maxBytes) throw bodyError(`the body has more than ${maxBytes} bytes.`);
  return Buffer.concat(chunks);
};
