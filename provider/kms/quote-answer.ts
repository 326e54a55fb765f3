import { isCodeOrField, plainWordsOf } from "./plain-words.js";

/** Longest text that is quoted from an answer. */
const QUOTE_LENGTH = 300;
const MOST_TEXTS = 12;
const DEPTH = 5;
const UNPRINTABLE = /[^\x20-\x7e]+/g;
/** What the service calls a key, and the client secret that was stored. */
const KEY_FIELD = "key";

/** A text of an answer, and the name of the property that holds it. */
interface Leaf {
  readonly name: string;
  readonly text: string;
}

const leaves = (value: unknown, depth: number, name: string): Leaf[] => {
  if (typeof value === "string" && value !== "") return [{ name, text: value }];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  const keepsName = Array.isArray(value) || name === KEY_FIELD;
  return Object.entries(value).flatMap(([key, item]) => leaves(item, depth - 1, keepsName ? name : key));
};

/** The beginning of a text; of a word that would be cut, nothing: its first letters could be those of a key. */
const shortened = (text: string): string =>
  text.length <= QUOTE_LENGTH ? text : text.slice(0, Math.max(0, text.lastIndexOf(" ", QUOTE_LENGTH)));

const wordsOf = (text: string): string => plainWordsOf(shortened(text).replaceAll(UNPRINTABLE, " ")).trim();

/**
 * The words of an answer's error, as ` (…)` for an error message, or nothing. Words of letters and small numbers are
 * quoted, and the rest left out. Where the request or the answer holds a secret, which could come back as any word, only
 * codes that do not resemble it and the names of fields are.
 *
 * @param secrets what the request handed over
 */
export const quoteAnswer = (answer: unknown, secrets: readonly string[]): string => {
  const all = leaves(answer, DEPTH, "");
  const answered = all.filter(({ name }) => name === KEY_FIELD).map(({ text }) => text);
  const known = [...secrets, ...answered].filter((secret) => secret !== "");
  const quotable = all
    .filter(({ name }) => name !== KEY_FIELD)
    .map(({ text }) => text)
    .filter((text) => known.length === 0 || isCodeOrField(text, known));
  const quoted = [...new Set(quotable.slice(0, MOST_TEXTS).map(wordsOf))]
    .filter((text) => text !== "")
    .join("; ")
    .slice(0, QUOTE_LENGTH);
  return quoted === "" ? "" : ` (${quoted})`;
};
