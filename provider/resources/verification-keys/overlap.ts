import { DAY_MS, parseDate } from "../../dates.js";

/** A key that a receiver verifies with. */
export interface VerificationKey {
  readonly keyId: string;
  readonly key: string;
  /** End of its validity, RFC 3339, or in the form of the service where that can't be read. Absent where it has none. */
  readonly expirationDate?: string;
  /** When another key took its place, RFC 3339, UTC. Absent for the current one. */
  readonly retiredAt?: string;
}

/** The key that signs now. Its date may be in any form, or empty. */
export type CurrentKey = Omit<VerificationKey, "retiredAt">;

/** What may be a date, in whatever form: a receiver takes the rest for a mistake of whoever wrote it. */
const isDate = (text: string): boolean => /\d/.test(text);

/** True while notifications signed with an earlier key may still arrive. A date that can't be read ends nothing. */
const isInOverlap = (
  { retiredAt = "", expirationDate = "" }: VerificationKey,
  overlapDays: number,
  now: Date,
): boolean => {
  const retired = parseDate(retiredAt);
  const end = parseDate(expirationDate);
  const isOver = retired !== undefined && now.getTime() >= retired.getTime() + overlapDays * DAY_MS;
  return !isOver && (end === undefined || now < end);
};

/**
 * The keys to verify with: the current one first, then earlier ones, newest first, until they leave the overlap or reach
 * their own end. A key that comes back is the current one again; the current one with another date stays where it is.
 *
 * @param before the keys so far, in the same order
 */
export const overlap = (
  before: readonly VerificationKey[],
  current: CurrentKey,
  overlapDays: number,
  now: Date,
): VerificationKey[] => {
  const { keyId, key, expirationDate = "" } = current;
  const earlier = before
    .filter((other) => other.keyId !== keyId)
    .map((other) => (other.retiredAt === undefined ? { ...other, retiredAt: now.toISOString() } : other));
  const held: VerificationKey = { keyId, key, ...(isDate(expirationDate) && { expirationDate }) };
  return [held, ...earlier.filter((other) => isInOverlap(other, overlapDays, now))];
};
