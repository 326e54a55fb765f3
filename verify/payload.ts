import { bytesOf } from "./bytes.js";
import { compactJweOf } from "./compact-jwe.js";
import { bodyError } from "./notification-error.js";

/** The body as received: bytes, or the same as text. */
export type RawBody = Uint8Array | ArrayBuffer | string;

/**
 * What the platform signs: `raw`, the body as sent; `inner`, the older form, only the `payload` of the body, as
 * JSON.stringify writes it.
 */
export type PayloadForm = "raw" | "inner";

/** The signed part of a body, and how to parse it. */
export interface SignedPayload {
  readonly signed: Uint8Array | string;
  /** @throws NotificationError ERR_NOTIFICATION_BODY if it's neither JSON nor a compact JWE */
  readonly event: () => unknown;
}

const bytesOrTextOf = (body: unknown): Uint8Array | string => {
  const known = typeof body === "string" ? body : bytesOf(body);
  if (known !== undefined) return known;
  throw bodyError(
    `the body must be the received bytes, but is ${body === null ? "null" : `of type ${typeof body}`}. Mount the receiver before any body parser: express.raw({ type: "*/*" }) on its route, await request.arrayBuffer() of a fetch Request, or the chunks of a node:http request.`,
  );
};

/** Without a byte order mark, which JSON.parse rejects; TextDecoder removes it too. */
const textOf = (body: Uint8Array | string): string =>
  typeof body === "string" ? body.replace(/^\uFEFF/, "") : new TextDecoder("utf-8", { fatal: true }).decode(body);

const parse = (body: Uint8Array | string): unknown => {
  try {
    return JSON.parse(textOf(body));
  } catch {
    throw bodyError("the body is not JSON in UTF-8.");
  }
};

/** The event in a body: JSON, or a text that is a compact JWE, as an encrypted body may be. */
const eventOf = (body: Uint8Array | string): unknown => {
  try {
    return parse(body);
  } catch (error) {
    const text = typeof body === "string" ? body : new TextDecoder().decode(body);
    const token = compactJweOf(text);
    if (token === undefined) throw error;
    return token;
  }
};

const innerPayloadOf = (body: Uint8Array | string): unknown => {
  const envelope = parse(body);
  const payload: unknown =
    typeof envelope === "object" && envelope !== null ? Reflect.get(envelope, "payload") : undefined;
  if (typeof payload !== "object" || payload === null)
    throw bodyError(
      'the body has no `payload` to verify. Use payloadForm "inner" only for the older form of notifications.',
    );
  return payload;
};

/** Finds the signed part of a body. Only this part becomes the event. */
export const signedPayloadOf = (body: unknown, form: PayloadForm): SignedPayload => {
  const raw = bytesOrTextOf(body);
  if (form === "raw") return { signed: raw, event: () => eventOf(raw) };
  const payload = innerPayloadOf(raw);
  return { signed: JSON.stringify(payload), event: () => payload };
};
