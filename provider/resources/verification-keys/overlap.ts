import { DAY_MS, parseDate } from "../../dates.js";

/** A key that a receiver verifies with. */
export interface VerificationKey {
  readonly keyId: string;
  readonly key: string;
  /** When it expires: RFC 3339, or as the service wrote it if that can't be read. Absent if the service gave no date. */
  readonly expirationDate?: string;
  /** When another key took its place: RFC 3339, UTC. Absent for the current key. */
  readonly retiredAt?: string;
}

/** The key that signs now. Its expirationDate can be any text, also an empty one. */
export type CurrentKey = Omit<VerificationKey, "retiredAt">;

/** Whether a text could be a date. Receivers refuse a key whose expirationDate couldn't be one. */
const isDate = (text: string): boolean => /\d/.test(text);

/** Whether notifications signed with an earlier key can still arrive. Dates that can't be read are ignored. */
const isInOverlap = (
  { retiredAt = "", expirationDate = "" }: VerificationKey,
  overlapDays: number,
  now: Date,
): boolean => {
  const retired = parseDate(retiredAt);
  const end = parseDate(expirationDate);
  const isOverlapOver = retired !== undefined && now.getTime() >= retired.getTime() + overlapDays * DAY_MS;
  return !isOverlapOver && (end === undefined || now < end);
};

/**
 * Returns the keys to verify with: the current one, then earlier ones from newest to oldest, without those whose overlap is
 * over or that have expired. If `current` is one of the earlier keys, it's moved to the front. If it's the current key
 * already, with another date, only its date changes.
 *
 * @param before the keys in the state, in the same order
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
  const first: VerificationKey = { keyId, key, ...(isDate(expirationDate) && { expirationDate }) };
  return [first, ...earlier.filter((other) => isInOverlap(other, overlapDays, now))];
};
