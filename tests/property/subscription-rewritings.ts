import { createHash } from "node:crypto";
import { isOtherwise, isSaid, meaningOf } from "./subscription-values.js";

/** A way in which the service writes a member, foreseen or not. */
export interface Rewriting {
  readonly write: (value: unknown) => unknown;
  /** Whether answers with two values differ in what the program, which gives `given`, speaks of. */
  readonly shows: (given: unknown, before: unknown, now: unknown) => boolean;
  /** Whether an answer with the value says what the program gives. */
  readonly says: (given: unknown, value: unknown) => boolean;
}

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const json = (value: unknown): string => (value === undefined ? "" : JSON.stringify(value));

const never = (): boolean => false;
const plain = { shows: isOtherwise, says: isSaid };
const whole = { shows: (_given: unknown, before: unknown, now: unknown) => json(before) !== json(now), says: never };
/** In a list or an object, another form of the same URL is still the same. */
const isMeantOtherwise = (before: unknown, now: unknown): boolean => meaningOf(before) !== meaningOf(now);
const hidden = { shows: never, says: never };

const typeOf = (policy: unknown): unknown => (isRecord(policy) ? Reflect.get(policy, "securityType") : undefined);

const withMore = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withMore);
  return isRecord(value) ? { ...value, addedOn: "2026-01-01", list: [1] } : value;
};

/** Echoed as sent, otherwise, left out, added to, and with another type. */
export const REWRITINGS = {
  none: { write: (value) => value, ...plain },
  "with more members": { write: withMore, ...plain },
  "left out": { write: () => undefined, ...hidden },
  null: { write: () => null, ...hidden },
  "a constant": { write: () => "(not shown)", ...hidden },
  "an empty text": { write: () => "", ...hidden },
  "an empty object": { write: () => ({}), ...hidden },
  "as text": { write: (value) => `~${json(value)}`, ...whole },
  "as a number": { write: (value) => createHash("sha256").update(json(value)).digest().readUInt32BE(0), ...whole },
  "in a list": {
    write: (value) => [value],
    shows: (_given, before, now) => isMeantOtherwise(before, now),
    says: never,
  },
  "in an object": {
    write: (value) => ({ inner: value }),
    // What an object has beside what the program gives counts as added by the service.
    shows: (given, before, now) => !isRecord(given) && isMeantOtherwise(before, now),
    says: never,
  },
} satisfies Record<string, Rewriting>;

/** A policy as one page of the vendor shows it: a list of its types. */
export const AS_LIST_OF_TYPES: Rewriting = {
  write: (value) => value,
  shows: (_given, before, now) => typeOf(before) !== typeOf(now),
  says: never,
};

export type RewritingName = keyof typeof REWRITINGS;
