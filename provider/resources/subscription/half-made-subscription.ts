import { type Properties } from "../protocol.js";
import { idText } from "./notices.js";

/**
 * A subscription that exists while something after its creation failed. Pulumi keeps `id` and `properties` in the state and
 * fails the run; only `reasons` is printed. The properties hold secrets, so nothing that prints the error may see them.
 */
export class HalfMadeSubscriptionError extends Error {
  override readonly name = "HalfMadeSubscriptionError";
  declare readonly id: string;
  declare readonly properties: Properties;
  declare readonly reasons: readonly string[];

  constructor(message: string, id: string, properties: Properties) {
    super(message);
    const hidden = { id, properties, reasons: [message] };
    for (const [name, value] of Object.entries(hidden)) Object.defineProperty(this, name, { value, enumerable: false });
  }
}

/** Keeps a subscription that was created before `error` occurred. */
export const createHalfMade = (
  error: unknown,
  webhookId: string,
  outputs: Record<string, unknown>,
  { __provider }: Properties,
): HalfMadeSubscriptionError => {
  const reason = error instanceof Error ? error.message : "unknown error";
  // Pulumi adds the text of the provider to what create returns, but not to this.
  const properties = { ...outputs, ...(__provider !== undefined && { __provider }) };
  return new HalfMadeSubscriptionError(
    `${reason} The subscription ${idText(webhookId)} was created and is in the state; the next \`pulumi up\` finishes it.`,
    webhookId,
    properties,
  );
};
