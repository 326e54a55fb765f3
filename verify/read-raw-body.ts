import { NotificationError } from "./notification-error.js";

/** A notification has a few kB. */
const DEFAULT_MAX_BYTES = 1_000_000;

const bodyError = (message: string): NotificationError => new NotificationError("ERR_NOTIFICATION_BODY", message);

/** A node:http request tells whether somebody has read it; a stream of a fetch Request cannot be read again. */
const isReadAlready = (body: object): boolean =>
  Reflect.get(body, "readableDidRead") === true || Reflect.get(body, "locked") === true;

/**
 * Reads the body of a node:http request, or `request.body` of a fetch Request, as it came.
 *
 * @param maxBytes more than that is refused, and not read
 * @throws NotificationError ERR_NOTIFICATION_BODY where it is too large, or was read before
 */
export const readRawBody = async (
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number = DEFAULT_MAX_BYTES,
): Promise<Buffer> => {
  if (body === null) return Buffer.alloc(0);
  if (isReadAlready(body))
    throw bodyError("the body was read before. Mount the receiver before any body parser, which changes its bytes.");
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw bodyError(`the body has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
