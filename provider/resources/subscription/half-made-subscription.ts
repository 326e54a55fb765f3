import { HalfMadeError } from "../half-made.js";
import { type Properties } from "../protocol.js";
import { type Applied } from "./differences.js";
import { idText } from "./id-text.js";
import { MEMBER_NAMES, type Members } from "./members.js";
import { type SubscriptionOutputs } from "./outputs.js";
import { securedSubscription } from "./secret-outputs.js";

/** A subscription that was created, while something after its creation failed. */
export class HalfMadeSubscriptionError extends HalfMadeError {
  override readonly name = "HalfMadeSubscriptionError";
}

/**
 * gRPC carries what an error holds in headers, in base64, and the message in several places. An engine that doesn't accept
 * them loses the subscription. The Pulumi CLI accepts 16 MiB, but an engine written in Node.js 64 KiB.
 */
const MAX_BYTES = 16_000;
const MAX_MEMBER_BYTES = 1_000;
const MAX_MESSAGE_LENGTH = 4_000;

const bytesOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));

const without = <Value extends object>(value: Value, names: readonly string[]): Value =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) as Value;

/** In place of a member that was left out: that the program gave it is known, and so that it may be secret. */
const leftOut = (names: readonly string[]): Members => Object.fromEntries(names.map((name) => [name, ""]));

/**
 * The outputs without their largest parts, if they don't fit into an error: the next run reads them and compares them with
 * the program's.
 */
export const fitting = (outputs: SubscriptionOutputs): SubscriptionOutputs => {
  if (bytesOf(outputs) <= MAX_BYTES) return outputs;
  const { applied } = outputs;
  const large = [...MEMBER_NAMES, "createdOn"].filter(
    (name) => bytesOf([Reflect.get(outputs, name), Reflect.get(applied.sent, name)]) > MAX_MEMBER_BYTES,
  );
  const sent = without(applied.sent, large);
  const earlier: Members = { ...applied.earlier, ...leftOut(large.filter((name) => name in applied.sent)) };
  return { ...without(outputs, large), applied: { ...applied, sent, earlier } satisfies Applied };
};

/** Keeps a subscription that was created before `error` occurred. */
export const createHalfMade = (
  error: unknown,
  outputs: SubscriptionOutputs,
  news: Properties,
): HalfMadeSubscriptionError => {
  const { webhookId } = outputs;
  const { __provider } = news;
  const reason = (error instanceof Error ? error.message : "unknown error").slice(0, MAX_MESSAGE_LENGTH);
  // Pulumi adds the text of the provider to what create returns, but not to this.
  const properties = {
    ...securedSubscription({ ...fitting(outputs) }, news),
    ...(__provider !== undefined && { __provider }),
  };
  return new HalfMadeSubscriptionError(
    `${reason} The subscription ${idText(webhookId)} was created and is in the state; the next \`pulumi up\` finishes it.`,
    { id: webhookId, properties },
  );
};
