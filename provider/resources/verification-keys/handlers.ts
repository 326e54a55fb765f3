import { isDeepStrictEqual } from "node:util";
import { DEFAULT_OVERLAP_DAYS, WEBHOOK_VERIFICATION_KEYS } from "./table.js";
import { secretOutputsOf } from "../table.js";
import { type Handlers, type HandlerSources } from "../key/handlers.js";
import { type CurrentKey, overlap, type VerificationKey } from "./overlap.js";
import { keyDigestOf } from "../key/outputs.js";
import { holdsUnknown, type Properties, withWireSecrets } from "../protocol.js";

const overlapDaysOf = ({ overlapDays }: Properties): number =>
  typeof overlapDays === "number" ? overlapDays : DEFAULT_OVERLAP_DAYS;

/** The outputs: `previous` is left out where there is none, for the protocol knows no undefined. */
const outputsOf = (keys: readonly VerificationKey[]): Record<string, unknown> => {
  const previous = keys[1];
  return { keys, ...(previous !== undefined && { previous }) };
};

const UNUSABLE =
  "If it comes from a WebhookSigningKey, the service gave a key that no receiver can use: show that key's correlationId to " +
  "the vendor's support, and ask for another one with `pulumi up --target-replace URN --target-dependents`.";

/**
 * Whether a value has the parts of a key, whatever is in them. A failure of check would end the run for all other
 * organizations too, and what is in a key is the service's; so create and update judge it.
 */
const isKey = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).sort().join() === "expirationDate,key,keyId" &&
  Object.values(value).every((part) => typeof part === "string");

/**
 * The handlers of the keys that a receiver verifies with. There is no API behind them: they remember what they were
 * given, and forget a key only when it leaves the overlap. What reads and checks keys is loaded where there are any to
 * read: refresh and destroy do without.
 */
export const createVerificationKeysHandlers = ({ now, notify }: Pick<HandlerSources, "now" | "notify">): Handlers => {
  const table = WEBHOOK_VERIFICATION_KEYS;
  /**
   * An SDK before 3.252 registers this resource also where `pulumi up --continue-on-error` could not make its signing key.
   * Pulumi then leaves `current`, which nobody knows, out of what check is given, and skips the resource unless check fails,
   * which would end the run for all others. So check lets it be missing; create and update do not.
   */
  const mayLackCurrent = {
    ...table,
    inputs: { ...table.inputs, current: { ...table.inputs.current, isRequired: false } },
  };
  const secretOutputs = new Set(secretOutputsOf(table));
  const secured = (keys: readonly VerificationKey[]): Record<string, unknown> =>
    withWireSecrets(outputsOf(keys), secretOutputs);

  const currentOf = async (news: Properties): Promise<CurrentKey> => {
    const { failIfUnchecked } = await import("../check.js");
    const { currentKeySchema } = await import("./stored-keys.js");
    try {
      failIfUnchecked(table, news);
    } catch (error) {
      throw isKey(news.current) && error instanceof Error ? new Error(`${error.message} ${UNUSABLE}`) : error;
    }
    return currentKeySchema.parse(news.current);
  };

  return {
    check: async (_olds: Properties, news: Properties) => {
      const { check } = await import("../check.js");
      return {
        inputs: news,
        failures: check(mayLackCurrent, isKey(news.current) ? { ...news, current: undefined } : news),
      };
    },

    diff: async (_id: string, olds: Properties, news: Properties) => {
      const { currentKeySchema, heldKeysSchema } = await import("./stored-keys.js");
      const held = heldKeysSchema.safeParse(olds.keys);
      const current = currentKeySchema.safeParse(news.current);
      if (holdsUnknown(news.current) || !held.success || !current.success) return { changes: true };

      const keys = overlap(held.data, current.data, overlapDaysOf(news), now());
      const isChanged = !isDeepStrictEqual(keys, held.data);
      if (isChanged) {
        const isOther = held.data[0]?.keyId !== current.data.keyId;
        await notify(
          `Verification keys will be updated: ${isOther ? "another signing key is the current one now" : "an earlier key leaves, or the current one has another date"}.`,
        );
      }
      return { changes: isChanged };
    },

    create: async (news: Properties) => {
      const current = await currentOf(news);
      return {
        id: `verification-keys/${keyDigestOf(current.keyId)}`,
        outs: secured(overlap([], current, overlapDaysOf(news), now())),
      };
    },

    read: async (id: string, props: Properties = {}) => ({ id, props: withWireSecrets(props, secretOutputs) }),

    update: async (id: string, olds: Properties, news: Properties) => {
      const { heldKeysSchema } = await import("./stored-keys.js");
      const held = heldKeysSchema.safeParse(olds.keys);
      if (!held.success) {
        throw new Error(
          `ERR_VERIFICATION_KEYS_UNREADABLE: ${id}: the keys in the stack's state cannot be read, and writing new ones ` +
            "would forget them. Restore the state from a backup (`pulumi stack import`), or replace this resource to " +
            "begin with the current key alone.",
        );
      }
      return { outs: secured(overlap(held.data, await currentOf(news), overlapDaysOf(news), now())) };
    },

    /** Nothing to do: nothing but the state holds these keys. */
    delete: async () => {},
  };
};
