import { distance } from "fastest-levenshtein";

/** Longer names aren't compared, because that takes long and they're hardly misspellings. */
const MAX_LENGTH = 64;

/**
 * The known name that a misspelled name most likely stands for. Undefined if none is similar. Ignores letter case.
 *
 * @param mostEdits how many letters may differ at most. Without it, and never more than, a third of the name
 */
export const nearestName = <Name extends string>(
  name: string,
  known: readonly Name[],
  mostEdits = name.length,
): Name | undefined => {
  if (name.length > MAX_LENGTH) return undefined;
  const written = name.toLowerCase();
  let nearest: Name | undefined;
  let leastDistance = Math.min(mostEdits, Math.max(1, Math.floor(name.length / 3))) + 1;
  for (const candidate of known) {
    const candidateDistance = distance(written, candidate.toLowerCase());
    if (candidateDistance < leastDistance) [nearest, leastDistance] = [candidate, candidateDistance];
  }
  return nearest;
};

/** A shorter name is a part of too many others. */
const MIN_PART_LENGTH = 4;

/** The nearest name; or if none is similar, the only one that a name is a part of: `retries` for `numberOfRetries`. */
export const likelyName = <Name extends string>(name: string, known: readonly Name[]): Name | undefined => {
  const nearest = nearestName(name, known);
  if (nearest !== undefined || name.length < MIN_PART_LENGTH) return nearest;
  const [whole, ...others] = known.filter((each) => each.toLowerCase().includes(name.toLowerCase()));
  return others.length === 0 ? whole : undefined;
};
