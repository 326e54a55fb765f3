import { type Properties } from "./protocol.js";

/** What Pulumi stores of a half-made resource. */
export interface HalfMade {
  readonly id: string;
  /** Its outputs, with secrets marked as such. */
  readonly properties: Properties;
}

/**
 * A resource that exists but can't be used yet. Pulumi stores `id` and `properties` in the state, prints `reasons` and fails
 * the run. The properties contain secrets, so they aren't enumerable: whatever prints this error doesn't show them.
 */
export abstract class HalfMadeError extends Error {
  declare readonly id: string;
  declare readonly properties: Properties;
  declare readonly reasons: readonly string[];

  constructor(message: string, { id, properties }: HalfMade) {
    super(message);
    const hidden = { id, properties, reasons: [message] };
    for (const [name, value] of Object.entries(hidden)) Object.defineProperty(this, name, { value, enumerable: false });
  }
}
