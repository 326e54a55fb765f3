import { type HalfMade, HalfMadeError } from "../half-made.js";

/** The service issued a key that can't be used. */
export class HalfMadeKeyError extends HalfMadeError {
  override readonly name = "HalfMadeKeyError";
  readonly code: "ERR_KEY_EXPIRED";

  constructor(code: HalfMadeKeyError["code"], text: string, made: HalfMade) {
    super(`${code}: ${text}`, made);
    this.code = code;
  }
}
