import { distance } from "fastest-levenshtein";

/** Longer names are nobody's misspelling, and aren't worth the time. */
const MAX_LENGTH = 64;

/** Of the names that exist, the one that was most likely meant; undefined if none is near. Letter case doesn't count. */
export const nearestName = <Name extends string>(name: string, known: readonly Name[]): Name | undefined => {
  if (name.length > MAX_LENGTH) return undefined;
  const distanceTo = (candidate: string): number => distance(name.toLowerCase(), candidate.toLowerCase());
  const [best] = known.toSorted((a, b) => distanceTo(a) - distanceTo(b));
  return best !== undefined && distanceTo(best) <= Math.max(1, Math.floor(name.length / 3)) ? best : undefined;
};
