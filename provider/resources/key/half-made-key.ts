import { type Properties } from "../protocol.js";

/** What Pulumi stores of a half-made key. */
export interface HalfMade {
  readonly id: string;
  /** Its outputs, with secrets marked as such. */
  readonly properties: Properties;
}

/**
 * The service issued a key that can't be used. Pulumi stores `id` and `properties` in the state, prints `reasons` and fails
 * the run. The properties contain secrets, so they aren't enumerable: whatever prints this error doesn't show them.
 */
export class HalfMadeKeyError extends Error {
  override readonly name = "HalfMadeKeyError";
  readonly code: "ERR_KEY_EXPIRED";
  declare readonly id: string;
  declare readonly properties: Properties;
  declare readonly reasons: readonly string[];

  constructor(code: HalfMadeKeyError["code"], text: string, made: HalfMade) {
    const message = `${code}: ${text}`;
    super(message);
    this.code = code;
    const hidden = { id: made.id, properties: made.properties, reasons: [message] };
    for (const [name, value] of Object.entries(hidden)) Object.defineProperty(this, name, { value, enumerable: false });
  }
}
