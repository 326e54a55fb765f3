import { readAdoptedDate } from "./adopted-date.js";
import { keyDigestOf } from "./outputs.js";
import { isUnknown, type Properties } from "../protocol.js";

const fieldOf = (value: unknown, name: string): string | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  const field: unknown = Reflect.get(value, name);
  return typeof field === "string" && !isUnknown(field) ? field : undefined;
};

/** The keyId in `adopt`, if it's known. */
export const adoptedKeyIdOf = ({ adopt }: Properties): string | undefined => fieldOf(adopt, "keyId");

/** Whether the key in `adopt` has expired. False if its date can't be read. */
export const isAdoptExpired = ({ adopt }: Properties, now: Date): boolean => {
  const expirationDate = readAdoptedDate(fieldOf(adopt, "expirationDate") ?? "");
  return expirationDate !== undefined && expirationDate <= now;
};

/**
 * Whether the key in the state has replaced the key in `adopt`. States of version 0.1.0 don't record that: there, the key
 * in `adopt` counts as replaced if it has expired.
 */
export const isAdoptSuperseded = (olds: Properties, news: Properties, now: Date): boolean => {
  const keyId = adoptedKeyIdOf(news);
  if (keyId === undefined || keyId === olds.keyId) return false;
  return olds.adopted === undefined ? isAdoptExpired(news, now) : olds.adopted === keyDigestOf(keyId);
};

/**
 * Whether a replacement of this resource ignores `adopt` and requests a new key. It does in two cases:
 *
 * - The key in the state has already replaced the one in `adopt`.
 * - They are the same key, and it's due or the client secret has changed.
 *
 * Otherwise the key in `adopt` is adopted, because requesting a new key could invalidate it.
 */
export const isAdoptPassedOver = (olds: Properties, news: Properties, isDue: boolean, now: Date): boolean => {
  if (adoptedKeyIdOf(news) !== olds.keyId) return isAdoptSuperseded(olds, news, now);
  const { clientSecret } = news;
  return isDue || (clientSecret !== undefined && clientSecret !== olds.clientSecret);
};
