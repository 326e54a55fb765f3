import { isDeepStrictEqual } from "node:util";
import { MIN_RANDOM_LENGTH } from "./coincidence.js";
import { type Leaf, leavesOf } from "./leaves.js";

/** Finds an object as it is among the values of a configuration. */
export interface WholeObject {
  /** Whether a value can be one of the object's. */
  readonly isPart: (value: Leaf) => boolean;
  /** Those of the values that are long, and of an object that has all values of this one. */
  readonly partsOfWhole: <Value extends Leaf>(values: readonly Value[]) => Value[];
}

/**
 * Elsewhere the values of an object may be in plain text: an object is secret as a whole if any part of it is.
 */
export const wholeObject = (object: object): WholeObject => {
  const leaves = leavesOf(object);
  const placeOf = ({ names, text }: Leaf): string | undefined => {
    const leaf = leaves.find(
      (each) => each.text === text && isDeepStrictEqual(names.slice(-each.names.length), each.names),
    );
    return leaf && JSON.stringify(names.slice(0, -leaf.names.length));
  };
  return {
    isPart: (value) => placeOf(value) !== undefined,
    partsOfWhole: (values) => {
      const counts = new Map<string | undefined, number>();
      for (const value of values) counts.set(placeOf(value), (counts.get(placeOf(value)) ?? 0) + 1);
      return values.filter((value) => {
        const place = placeOf(value);
        return place !== undefined && value.text.length >= MIN_RANDOM_LENGTH && counts.get(place) === leaves.length;
      });
    },
  };
};
