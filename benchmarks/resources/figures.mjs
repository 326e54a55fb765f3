import { fitGrowth } from "../statistics.mjs";

/** Looks up figures in the summary of one engine. A figure that was not measured is undefined. */
export const createFigures = ({ stacks }) => {
  const sizes = [...new Set(stacks.map(({ keys }) => keys))].toSorted((a, b) => a - b);
  const contestants = [...new Set(stacks.map(({ contestant }) => contestant))];
  const stackOf = (contestant, keys) => stacks.find((stack) => stack.contestant === contestant && stack.keys === keys);
  const value = (contestant, keys, operation, measure = "wall") =>
    stackOf(contestant, keys)?.operations[operation][measure];

  return {
    sizes,
    contestants,
    stackOf,
    value,
    /** The sizes at which a contestant was measured. */
    sizesOf: (contestant) => sizes.filter((keys) => stackOf(contestant, keys) !== undefined),
    ratio: (contestant, base, keys, operation, measure = "wall") =>
      stackOf(contestant, keys)?.operations[operation].ratios[base]?.[measure],
    /** How the time of an operation grows with the number of keys. */
    growth: (contestant, operation) =>
      fitGrowth(
        sizes.flatMap((keys) => {
          const found = value(contestant, keys, operation);
          return found === undefined ? [] : [{ keys, ms: found.median }];
        }),
      ),
    bytesPerKey: (contestant, keys) => stackOf(contestant, keys)?.bytesPerKey,
  };
};
