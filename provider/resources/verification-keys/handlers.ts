import { isDeepStrictEqual } from "node:util";
import { DEFAULT_OVERLAP_DAYS, WEBHOOK_VERIFICATION_KEYS } from "./table.js";
import { secretOutputsOf } from "../table.js";
import { type Handlers, type HandlerSources } from "../key/handlers.js";
import { type CurrentKey, overlap, type VerificationKey } from "./overlap.js";
import { keyDigestOf } from "../key/outputs.js";
import { holdsUnknown, type Properties, withWireSecrets } from "../protocol.js";

const overlapDaysOf = ({ overlapDays }: Properties): number =>
  typeof overlapDays === "number" ? overlapDays : DEFAULT_OVERLAP_DAYS;

/** Without an earlier key, `previous` is left out: the protocol has no undefined. */
const outputsOf = (keys: readonly VerificationKey[]): Record<string, unknown> => {
  const previous = keys[1];
  return { keys, ...(previous !== undefined && { previous }) };
};

const UNUSABLE =
  "If it comes from a WebhookSigningKey, the service issued a key that receivers can't use: show that key's correlationId " +
  "to the vendor's support, and request another one with `pulumi up --target-replace URN --target-dependents`.";

/**
 * Whether a value has the shape of a key. If so, check accepts it, and create and update validate its contents: they come
 * from the service, and a failure of check would stop the run for all other organizations, too.
 */
const hasKeyShape = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).sort().join() === "expirationDate,key,keyId" &&
  Object.values(value).every((part) => typeof part === "string");

/**
 * Creates the handlers of WebhookVerificationKeys. They send no requests: they store the keys that the program passes, and
 * remove one only when its overlap is over or it has expired. Modules that validate keys are imported only where needed, so
 * that refresh and destroy start faster.
 */
export const createVerificationKeysHandlers = ({ now, notify }: Pick<HandlerSources, "now" | "notify">): Handlers => {
  const table = WEBHOOK_VERIFICATION_KEYS;
  /**
   * For check, `current` isn't required. If `pulumi up --continue-on-error` fails to create the signing key, an SDK before
   * 3.252 registers this resource all the same, and Pulumi passes it to check without `current`. If check accepts it, Pulumi
   * skips the resource. If check failed, the run would stop for all other resources. create and update require `current`.
   */
  const mayLackCurrent = {
    ...table,
    inputs: { ...table.inputs, current: { ...table.inputs.current, isRequired: false } },
  };
  const secretOutputs = new Set(secretOutputsOf(table));
  const secured = (keys: readonly VerificationKey[]): Record<string, unknown> =>
    withWireSecrets(outputsOf(keys), secretOutputs);

  const currentOf = async (news: Properties): Promise<CurrentKey> => {
    const { failIfInvalid } = await import("../check.js");
    const { currentKeySchema } = await import("./stored-keys.js");
    try {
      failIfInvalid(table, news);
    } catch (error) {
      throw hasKeyShape(news.current) && error instanceof Error ? new Error(`${error.message} ${UNUSABLE}`) : error;
    }
    return currentKeySchema.parse(news.current);
  };

  return {
    check: async (_olds: Properties, news: Properties) => {
      const { check } = await import("../check.js");
      return {
        inputs: news,
        failures: check(mayLackCurrent, hasKeyShape(news.current) ? { ...news, current: undefined } : news),
      };
    },

    diff: async (_id: string, olds: Properties, news: Properties) => {
      const { currentKeySchema, storedKeysSchema } = await import("./stored-keys.js");
      const stored = storedKeysSchema.safeParse(olds.keys);
      const current = currentKeySchema.safeParse(news.current);
      if (holdsUnknown([news.current, news.overlapDays]) || !stored.success || !current.success)
        return { changes: true };

      const keys = overlap(stored.data, current.data, overlapDaysOf(news), now());
      const isChanged = !isDeepStrictEqual(keys, stored.data);
      if (isChanged) {
        const reason =
          stored.data[0]?.keyId !== current.data.keyId
            ? "the current signing key changed"
            : "an earlier key is removed, or the date of the current key changed";
        await notify(`Verification keys will be updated: ${reason}.`);
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
      const { storedKeysSchema } = await import("./stored-keys.js");
      const stored = storedKeysSchema.safeParse(olds.keys);
      if (!stored.success) {
        throw new Error(
          `ERR_VERIFICATION_KEYS_UNREADABLE: ${id}: the keys in the stack's state can't be read, and an update would lose ` +
            "them. Restore the state from a backup (`pulumi stack import`), or replace this resource to start again with " +
            "the current key only.",
        );
      }
      return { outs: secured(overlap(stored.data, await currentOf(news), overlapDaysOf(news), now())) };
    },

    /** Nothing to do: the keys exist only in the state. */
    delete: async () => {},
  };
};
