import { bytesOf } from "../verify/bytes.js";
import { compactJweOf } from "../verify/compact-jwe.js";
import { DecryptionError } from "./decryption-error.js";

/** The body as received: bytes, or the same as text. */
export type RawBody = Uint8Array | ArrayBuffer | string;

/** The member that holds the JWE. Deliveries have the first; receivers of others expect the rest (docs/encryption.md). */
const WRAPPERS = ["encData", "encryptedPayload", "encryptedResponse", "encryptedRequest"];

/** An own member of an object; undefined of anything else. */
const memberOf = (event: unknown, name: string): unknown =>
  typeof event === "object" && event !== null && !Array.isArray(event) && Object.hasOwn(event, name)
    ? Reflect.get(event, name)
    : undefined;

/** The JWE that is a text, or stands in a wrapper. */
const wrapped = (event: unknown): string | undefined =>
  typeof event === "string"
    ? compactJweOf(event)
    : WRAPPERS.map((name) => memberOf(event, name)).find((value) => typeof value === "string");

/** The JWE of an event: the event itself, in a wrapper, or the same in its `payload`. */
const tokenIn = (event: unknown): string | undefined => wrapped(event) ?? wrapped(memberOf(event, "payload"));

/** Whether the event of a verified notification is encrypted, so that `decryptNotification` must decrypt its body. */
export const isEncrypted = (event: unknown): boolean => tokenIn(event) !== undefined;

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Parses JSON in UTF-8, with or without a byte order mark. Undefined if it isn't that. */
export const parseJson = (body: Uint8Array | string): unknown => {
  const text = typeof body === "string" ? body.replace(/^\uFEFF/, "") : textOf(body);
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
};

/**
 * The compact JWE in a body.
 *
 * @throws DecryptionError ERR_NOTIFICATION_NOT_ENCRYPTED
 * @throws TypeError if the body is neither bytes nor text
 */
export const tokenOf = (body: unknown): string => {
  const raw = typeof body === "string" ? body : bytesOf(body);
  if (raw === undefined)
    throw new TypeError(
      `body must be the received bytes, or the same as text, but is ${body === null ? "null" : `of type ${typeof body}`}. Pass the body that you passed to verifyNotification.`,
    );
  const token = tokenIn(parseJson(raw)) ?? compactJweOf(typeof raw === "string" ? raw : (textOf(raw) ?? ""));
  if (token !== undefined) return token;
  throw new DecryptionError(
    "ERR_NOTIFICATION_NOT_ENCRYPTED",
    "the body has no encrypted event. Call isEncrypted for the verified event first: the platform encrypts only the events of some products.",
  );
};
