import * as fc from "fast-check";
import { objectOf, Secret, UNKNOWN, type Properties, type Value } from "../../../../../local/engine/values/values.js";

const key = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString"));

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  // JSON has no negative zero.
  fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.string({ unit: "grapheme" }),
  fc.constant(UNKNOWN),
);

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => objectOf(entries)),
    tie("value").map((inner) => new Secret(inner)),
  ),
}));

/** Any value of the engine, including secrets, unknowns and hostile keys. */
export const anyValue: fc.Arbitrary<Value> = value;

export const anyProperties: fc.Arbitrary<Properties> = fc
  .array(fc.tuple(key, anyValue), { maxLength: 5 })
  .map((entries) => objectOf(entries));
