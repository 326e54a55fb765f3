import { bytesOf } from "./bytes.js";
import { bodyError, type NotificationError } from "./notification-error.js";

/** Notifications are a few kB in size. */
const DEFAULT_MAX_BYTES = 1_000_000;
/**
 * If a receiver stops reading in the middle of a body, the connection is reset and the sender gets no answer. So a body that
 * is too large is still read to its end, and discarded, up to this multiple of the limit.
 */
const READ_ON_FACTOR = 10;

/** A web stream, such as `request.body` of a fetch Request. Declared here to need neither the DOM's types nor Node.js's. */
export interface WebStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** A node:http request, or `request.body` of a fetch Request. */
export type BodyStream = AsyncIterable<Uint8Array> | WebStream;

const textError = (): NotificationError =>
  bodyError("the request delivers text, not the received bytes. Don't call setEncoding on the request.");

const isWebStream = (body: BodyStream): body is WebStream => "getReader" in body;

/** In Node.js, this property of a web stream says whether it was read from. */
const IS_DISTURBED = Symbol.for("nodejs.stream.disturbed");

/** By the Fetch standard, the Response constructor throws for a stream that was read from. */
const isRejectedByResponse = (body: WebStream): boolean => {
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
    Reflect.get(body, "locked") === true ||
    (typeof isDisturbed === "boolean" ? isDisturbed : isRejectedByResponse(body))
  );
};

async function* chunksOf(body: WebStream): AsyncGenerator {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Has no effect on a stream that has ended.
    await reader.cancel();
  }
}

/**
 * Reads the bytes of a node:http request, or of `request.body` of a fetch Request.
 *
 * @param body null or undefined: an empty body
 * @param maxBytes a larger body is rejected and discarded. Default 1,000,000. It is still read to its end, so that the sender
 * gets an answer; after ten times as many bytes the stream is closed
 * @returns the bytes; in Node.js a Buffer
 * @throws NotificationError ERR_NOTIFICATION_BODY if the body is too large, was read before, or isn't delivered as bytes;
 * TypeError if maxBytes isn't a number of bytes
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
      "the body was read before, so it's empty now. Mount the receiver before any body parser, and read the body only once.",
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
  if (length > maxBytes) {
    throw bodyError(
      `the body has more than ${maxBytes} bytes. No notification is known to be that long. If yours are, pass a higher limit as second argument.`,
    );
  }
  return Buffer.concat(chunks);
};
