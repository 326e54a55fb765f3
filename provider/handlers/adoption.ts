import { readAdoptedDate } from "./adopted-date.js";
import { keyDigestOf } from "./outputs.js";
import { type Properties } from "./protocol.js";

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
 * Whether a replacement of this resource passes `adopt` over and asks for a new key instead. It does where Pulumi has
 * held the key that `adopt` gives and either holds a later one by now, or holds it still and it is due. A key that
 * Pulumi has not held is always adopted, because asking for a new one could end it.
 *
 * A state of 0.1.0 doesn't tell which key was adopted before the one it holds. There, a key that has expired counts as
 * held before.
 */
export const isAdoptPassedOver = (olds: Properties, news: Properties, isDue: boolean, now: Date): boolean => {
  const keyId = adoptedKeyIdOf(news);
  if (keyId === undefined) return false;
  if (keyId === olds.keyId) return isDue;
  return olds.adopted === undefined ? isAdoptExpired(news, now) : olds.adopted === keyDigestOf(keyId);
};
