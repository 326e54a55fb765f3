/** When a value of an input can be in the configuration by coincidence. */

/** A shorter value can be anywhere. */
export const MIN_LENGTH = 8;

/** A shorter value can be a word: it counts only if something else shows that it is the input's. */
export const MIN_RANDOM_LENGTH = 16;

/** Whether the names lead to the member of a key that says nothing alone: many things can have the same date. */
export const isDateOfKey = (names: readonly string[]): boolean => names.at(-1) === "expirationDate";
