import { HalfMadeError } from "../half-made.js";
import { type Properties } from "../protocol.js";
import { idText } from "./id-text.js";

/** A subscription that was created, while something after its creation failed. */
export class HalfMadeSubscriptionError extends HalfMadeError {
  override readonly name = "HalfMadeSubscriptionError";
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
    { id: webhookId, properties },
  );
};
