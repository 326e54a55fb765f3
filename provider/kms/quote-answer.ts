/** Longest text that is quoted from an answer. */
const QUOTE_LENGTH = 300;
/** Runs of characters that may be part of a key, an identifier or a token: never quoted. */
const LONG_TOKEN = /[A-Za-z0-9+/=_-]{12,}/g;
const UNPRINTABLE = /[^\x20-\x7e]+/g;
/** Longer words and codes of the service have not been seen. */
const WORD_LENGTH = 40;
const WORD = /^[A-Za-z]+$/;
/** Such as MISSING_FIELD. No two ways lead through it: an answer decides what is matched, and must not make it take long. */
const CODE = /^[A-Z]+(?:_[A-Z]+)*_?$/;

const isPlain = (token: string): boolean => token.length <= WORD_LENGTH && (WORD.test(token) || CODE.test(token));

const leaves = (value: unknown, depth: number): string[] => {
  if (typeof value === "string" && value !== "") return [value];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  return Object.values(value).flatMap((item) => leaves(item, depth - 1));
};

const quoteText = (text: string): string =>
  text.replaceAll(UNPRINTABLE, " ").replaceAll(LONG_TOKEN, (token) => (isPlain(token) ? token : "[…]"));

/**
 * The words of an answer's error, as ` (…)` for an error message, or nothing. What could be a secret is left out: long
 * tokens that are not plain words, and any text that repeats one of `secrets`.
 */
export const quoteAnswer = (answer: unknown, secrets: readonly string[]): string => {
  const known = secrets.filter((secret) => secret !== "");
  const texts = leaves(answer, 5)
    .filter((text) => !known.some((secret) => text.includes(secret)))
    .slice(0, 12)
    .map((text) => quoteText(text.slice(0, QUOTE_LENGTH)).trim());
  const quoted = [...new Set(texts)]
    .filter((text) => text !== "")
    .join("; ")
    .slice(0, QUOTE_LENGTH);
  return quoted === "" ? "" : ` (${quoted})`;
};
