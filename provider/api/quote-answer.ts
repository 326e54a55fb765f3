import { isCodeOrField, plainWordsOf } from "./plain-words.js";

/** Longest text that is quoted from an answer. */
const QUOTE_LENGTH = 300;
const MOST_TEXTS = 12;
/** The longest documented answer has some thirty texts. Of one with so many nothing is quoted. */
const MOST_LEAVES = 200;
/** More or longer secrets than an answer has: then nothing is quoted, because comparing takes time. */
const MOST_SECRETS = 12;
const SECRET_LENGTH = 4096;
const DEPTH = 5;
const UNPRINTABLE = /[^\x20-\x7e]+/g;
/** What the service calls a key, and the client secret that was stored. */
const KEY_FIELD = "key";

/** A text of an answer, and the name of the property that holds it. */
interface Leaf {
  readonly name: string;
  readonly text: string;
}

/** Gathers the texts of an answer, up to a limit. */
const gather = (value: unknown, depth: number, name: string, found: Leaf[]): void => {
  if (found.length >= MOST_LEAVES) return;
  if (typeof value === "string") {
    if (value !== "") found.push({ name, text: value });
    return;
  }
  if (typeof value !== "object" || value === null || depth === 0) return;
  const keepsName = Array.isArray(value) || name === KEY_FIELD;
  for (const key in value) {
    if (found.length >= MOST_LEAVES) return;
    gather(Reflect.get(value, key), depth - 1, keepsName ? name : key, found);
  }
};

const leavesOf = (answer: unknown): Leaf[] => {
  const found: Leaf[] = [];
  gather(answer, DEPTH, "", found);
  return found;
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
  const all = leavesOf(answer);
  const answered = all.filter(({ name }) => name === KEY_FIELD).map(({ text }) => text);
  const known = [...secrets, ...answered].filter((secret) => secret !== "");
  if (all.length === MOST_LEAVES || known.length > MOST_SECRETS || known.some(({ length }) => length > SECRET_LENGTH))
    return "";
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
