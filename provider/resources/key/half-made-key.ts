import { type Properties } from "../protocol.js";

/** What Pulumi keeps of it. */
export interface HalfMade {
  readonly id: string;
  /** With secrets in wire form. */
  readonly properties: Properties;
}

/**
 * A key that was made but is no good as it came. Pulumi keeps `id` and `properties` in state and fails the run; only
 * `reasons` is printed. The properties hold secrets, so that nothing that prints the error may see them.
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
