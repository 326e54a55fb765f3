/** Codes of {@link KeyError}. What each means and what to do: docs/errors.md. */
export type KeyErrorCode = "ERR_ADOPT_EXPIRED" | "ERR_HOST_DIFFERS" | "ERR_KEY_INCOMPLETE";

/** A key that is neither adopted, nor asked for, nor handed on, because that could cost a key in use. Nothing was sent. */
export class KeyError extends Error {
  override readonly name = "KeyError";
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, text: string) {
    super(`${code}: ${text}`);
    this.code = code;
  }
}
