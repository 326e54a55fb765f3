import { bytesOf } from "./bytes.js";
import { bodyError } from "./notification-error.js";

/** The body as it came: bytes, or their text. */
export type RawBody = Uint8Array | ArrayBuffer | string;

/**
 * What the platform has signed: `raw`, the body as it came; `inner`, the older form, `payload` of the body, written anew
 * by JSON.stringify.
 */
export type PayloadForm = "raw" | "inner";

/** What was signed, and how to read it. */
export interface SignedPayload {
  readonly signed: Uint8Array | string;
  /** @throws NotificationError ERR_NOTIFICATION_BODY when it is not JSON */
  readonly event: () => unknown;
}

const bytesOrTextOf = (body: unknown): Uint8Array | string => {
  const known = typeof body === "string" ? body : bytesOf(body);
  if (known !== undefined) return known;
  throw bodyError(
    `the body must be the bytes as they came, but ${body === null ? "null" : typeof body} came. Mount the receiver before any body parser: express.raw({ type: "*/*" }) on its route, await request.arrayBuffer() of a fetch Request, or the chunks of a node:http request.`,
  );
};

/** A decoder of bytes drops a byte order mark; in a text JSON.parse refuses it. */
const textOf = (body: Uint8Array | string): string =>
  typeof body === "string" ? body.replace(/^\uFEFF/, "") : new TextDecoder("utf-8", { fatal: true }).decode(body);

const parse = (body: Uint8Array | string): unknown => {
  try {
    return JSON.parse(textOf(body));
  } catch {
    throw bodyError("the body is not JSON in UTF-8.");
  }
};

const innerPayloadOf = (body: Uint8Array | string): unknown => {
  const envelope = parse(body);
  const payload: unknown =
    typeof envelope === "object" && envelope !== null ? Reflect.get(envelope, "payload") : undefined;
  if (typeof payload !== "object" || payload === null)
    throw bodyError('the body has no `payload` to verify; payloadForm "inner" is for the older form of notifications.');
  return payload;
};

/** Finds in a body what the platform has signed. Nothing outside of it is part of the event. */
export const signedPayloadOf = (body: unknown, form: PayloadForm): SignedPayload => {
  const raw = bytesOrTextOf(body);
  if (form === "raw") return { signed: raw, event: () => parse(raw) };
  const payload = innerPayloadOf(raw);
  return { signed: JSON.stringify(payload), event: () => payload };
};
