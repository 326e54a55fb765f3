import { isCodeOrField, plainWordsOf } from "./plain-words.js";

/** Characters that are quoted at most. */
const QUOTE_LENGTH = 300;
const MAX_QUOTED_TEXTS = 12;
/** An answer with so many texts isn't quoted at all. The longest documented one has about thirty. */
const MAX_TEXTS = 200;
/** With more or longer secrets nothing is quoted, because comparing would take too long. */
const MAX_SECRETS = 12;
const MAX_SECRET_LENGTH = 4096;
const MAX_DEPTH = 5;
const UNPRINTABLE = /[^\x20-\x7e]+/g;
/** The field of an answer that holds the signing key, or the client secret that was stored. */
const KEY_FIELD = "key";

/** A text in an answer, with the name of its property. */
interface Leaf {
  readonly name: string;
  readonly text: string;
}

/** Adds the texts of an answer to `found`, up to the limits. */
const gather = (value: unknown, depth: number, name: string, found: Leaf[]): void => {
  if (found.length >= MAX_TEXTS) return;
  if (typeof value === "string") {
    if (value !== "") found.push({ name, text: value });
    return;
  }
  if (typeof value !== "object" || value === null || depth === 0) return;
  const keepsName = Array.isArray(value) || name === KEY_FIELD;
  for (const key in value) {
    if (found.length >= MAX_TEXTS) return;
    gather(Reflect.get(value, key), depth - 1, keepsName ? name : key, found);
  }
};

const leavesOf = (answer: unknown): Leaf[] => {
  const found: Leaf[] = [];
  gather(answer, MAX_DEPTH, "", found);
  return found;
};

/** Shortens a text at a space. Half a word isn't quoted, because it could be the beginning of a key. */
const shortened = (text: string): string =>
  text.length <= QUOTE_LENGTH ? text : text.slice(0, Math.max(0, text.lastIndexOf(" ", QUOTE_LENGTH)));

const wordsOf = (text: string): string => plainWordsOf(shortened(text).replaceAll(UNPRINTABLE, " ")).trim();

/**
 * Quotes the texts of an answer for an error message, as ` (…)`, or returns an empty text. It quotes words of letters and
 * small numbers only. If the request or the answer contains a secret, any word could be a part of it: then it quotes only
 * codes and names of fields, and of these only what doesn't resemble the secret.
 *
 * @param secrets secrets that the request contained
 */
export const quoteAnswer = (answer: unknown, secrets: readonly string[]): string => {
  const leaves = leavesOf(answer);
  const keys = leaves.filter(({ name }) => name === KEY_FIELD).map(({ text }) => text);
  const hidden = [...secrets, ...keys].filter((secret) => secret !== "");
  const isTooMuch =
    leaves.length === MAX_TEXTS ||
    hidden.length > MAX_SECRETS ||
    hidden.some(({ length }) => length > MAX_SECRET_LENGTH);
  if (isTooMuch) return "";
  const quotable = leaves
    .filter(({ name }) => name !== KEY_FIELD)
    .map(({ text }) => text)
    .filter((text) => hidden.length === 0 || isCodeOrField(text, hidden));
  const quoted = [...new Set(quotable.slice(0, MAX_QUOTED_TEXTS).map(wordsOf))]
    .filter((text) => text !== "")
    .join("; ")
    .slice(0, QUOTE_LENGTH);
  return quoted === "" ? "" : ` (${quoted})`;
};
