import { distance } from "fastest-levenshtein";

/** Longer names aren't compared, because that takes long and they're hardly misspellings. */
const MAX_LENGTH = 64;

/** The known name that a misspelled name most likely stands for. Undefined if none is similar. Ignores letter case. */
export const nearestName = <Name extends string>(name: string, known: readonly Name[]): Name | undefined => {
  if (name.length > MAX_LENGTH) return undefined;
  const distanceTo = (candidate: string): number => distance(name.toLowerCase(), candidate.toLowerCase());
  const [best] = known.toSorted((a, b) => distanceTo(a) - distanceTo(b));
  return best !== undefined && distanceTo(best) <= Math.max(1, Math.floor(name.length / 3)) ? best : undefined;
};
