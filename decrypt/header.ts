import { DecryptionError } from "./decryption-error.js";
import { parseJson } from "./envelope.js";

/** The only algorithms of the platform's deliveries (docs/encryption.md). */
export const KEY_ALGORITHM = "RSA-OAEP-256";
export const CONTENT_ALGORITHM = "A256GCM";

const PARTS = 5;
const BASE64URL = /^[\w-]+$/;

/** The error for a text that isn't a compact JWE. */
export const malformed = (): DecryptionError =>
  new DecryptionError(
    "ERR_NOTIFICATION_JWE_MALFORMED",
    "what the body holds isn't a compact JWE with an encrypted key. Pass the received bytes, and verify them first.",
  );

const headerOf = (token: string): Readonly<Record<string, unknown>> => {
  const [encoded = "", ...others] = token.split(".", PARTS + 1);
  if (others.length !== PARTS - 1 || !BASE64URL.test(encoded)) throw malformed();
  const header = parseJson(Buffer.from(encoded, "base64url"));
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw malformed();
  return header as Readonly<Record<string, unknown>>;
};

/** The header parameter that isn't accepted, and what is. Never its value. */
const unsupportedIn = ({ alg, enc, zip, crit }: Readonly<Record<string, unknown>>): string | undefined => {
  if (alg !== KEY_ALGORITHM) return `its key algorithm (alg) must be ${KEY_ALGORITHM}`;
  if (enc !== CONTENT_ALGORITHM) return `its content algorithm (enc) must be ${CONTENT_ALGORITHM}`;
  if (zip !== undefined) return "it must not be compressed (zip)";
  return crit === undefined ? undefined : "it must not have critical header parameters (crit)";
};

/**
 * The `kid` of a compact JWE, if it has one.
 *
 * @throws DecryptionError ERR_NOTIFICATION_JWE_MALFORMED or ERR_NOTIFICATION_JWE_UNSUPPORTED
 */
export const keyIdOf = (token: string): string | undefined => {
  const header = headerOf(token);
  const unsupported = unsupportedIn(header);
  if (unsupported !== undefined)
    throw new DecryptionError(
      "ERR_NOTIFICATION_JWE_UNSUPPORTED",
      `the notification is encrypted in a way that isn't accepted: ${unsupported}. The platform isn't known to send that: the notification may be forged. If its signature is valid, tell us.`,
    );
  const { kid } = header;
  if (kid !== undefined && typeof kid !== "string") throw malformed();
  return kid;
};
