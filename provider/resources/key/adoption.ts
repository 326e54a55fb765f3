import { readAdoptedDate } from "./adopted-date.js";
import { keyDigestOf } from "./outputs.js";
import { type Properties } from "../protocol.js";

const fieldOf = (value: unknown, name: string): string | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  const field: unknown = Reflect.get(value, name);
  return typeof field === "string" ? field : undefined;
};

/** The keyId that `adopt` gives, if it gives one. */
export const adoptedKeyIdOf = ({ adopt }: Properties): string | undefined => fieldOf(adopt, "keyId");

/** Whether the key that `adopt` gives has reached its end; a date that can't be read has not. */
export const isAdoptExpired = ({ adopt }: Properties, now: Date): boolean => {
  const end = readAdoptedDate(fieldOf(adopt, "expirationDate") ?? "");
  return end !== undefined && end <= now;
};

/**
 * Whether Pulumi held the key that `adopt` gives before the one that it holds now. A state of 0.1.0 doesn't tell; there, a
 * key that has expired counts as held before.
 */
export const isAdoptSuperseded = (olds: Properties, news: Properties, now: Date): boolean => {
  const keyId = adoptedKeyIdOf(news);
  if (keyId === undefined || keyId === olds.keyId) return false;
  return olds.adopted === undefined ? isAdoptExpired(news, now) : olds.adopted === keyDigestOf(keyId);
};

/**
 * Whether a replacement of this resource passes `adopt` over and asks for a new key instead. It does where Pulumi held the
 * key that `adopt` gives before the one it holds now, or holds it still and it is due or no longer what is to be stored. A
 * key that Pulumi has not held is always adopted, because asking for a new one could end it.
 */
export const isAdoptPassedOver = (olds: Properties, news: Properties, isDue: boolean, now: Date): boolean => {
  if (adoptedKeyIdOf(news) !== olds.keyId) return isAdoptSuperseded(olds, news, now);
  const { clientSecret } = news;
  return isDue || (clientSecret !== undefined && clientSecret !== olds.clientSecret);
};
