/** Codes of {@link KeyError}. Meanings and advice: docs/errors.md. */
export type KeyErrorCode = "ERR_ADOPT_EXPIRED" | "ERR_CERTIFICATE_EXPIRED" | "ERR_HOST_DIFFERS" | "ERR_KEY_INCOMPLETE";

/** The provider refuses to adopt, request or return a key, to protect a key that may be in use. No request was sent. */
export class KeyError extends Error {
  override readonly name = "KeyError";
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, text: string) {
    super(`${code}: ${text}`);
    this.code = code;
  }
}
