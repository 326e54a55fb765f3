/**
 * What of an answer may be repeated. Everything here is a list of what is allowed, and no pattern leads to a text in two
 * ways: the service, or whoever is in its place, decides what is matched.
 */

/** Longer words and codes of the service have not been seen. */
const WORD_LENGTH = 40;
/** Such as keyInformation.expiryDuration. */
const PHRASE_LENGTH = 80;
/** Letters, and more of them behind a sign that joins words; a sentence's signs around them. */
const PHRASE = /^["'([{<]{0,3}([A-Za-z]+(?:[-_.'/][A-Za-z]+)*_?)["')\]}>.,:;!?]{0,3}$/;
const NUMBER = /^[([<=>-]{0,2}\d{1,6}[)\].,:;]{0,2}$/;
const SIGN = /^[-:;,.<>=!?|/&*+]{1,3}$/;
const CODE = /^[A-Z]+(?:_[A-Z]+)*$/;

/** Names of the vendor's requests and headers, as its answers name them. */
const FIELDS = new Set([
  ...["clientReferenceInformation", "code", "clientRequestAction", "keyInformation", "provider", "tenant", "keyType"],
  ...["organizationId", "clientKeyId", "keyId", "key", "status", "expiryDuration", "authorization", "content-type"],
  ...["v-c-correlation-id", "v-c-sender-organization-id", "v-c-permissions", "v-c-merchant-id"],
]);

/** How many letters in a row that a code shares with a secret make it a part of that secret. */
const SHARED_LETTERS = 4;

const lettersOf = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z]/g, "");

/** Whether a text may be the secret or a piece of it, in whatever case and with whatever between its letters. */
const resembles = (text: string, secret: string): boolean => {
  const [written, hidden] = [lettersOf(text), lettersOf(secret)];
  if (hidden === "") return false;
  if (hidden.includes(written) || written.includes(hidden)) return true;
  const starts = Array.from({ length: Math.max(0, written.length - SHARED_LETTERS + 1) }, (_, at) => at);
  return starts.some((at) => hidden.includes(written.slice(at, at + SHARED_LETTERS)));
};

const isCode = (text: string): boolean => text.length <= WORD_LENGTH && CODE.test(text);

const isFieldPath = (text: string): boolean =>
  text.length <= PHRASE_LENGTH && text.split(".").every((name) => FIELDS.has(name));

/**
 * True for a code of the service, such as MISSING_FIELD, and for the path of a field, such as
 * keyInformation.expiryDuration, that is no piece of any of `secrets`.
 */
export const isCodeOrField = (text: string, secrets: readonly string[]): boolean =>
  (isCode(text) || isFieldPath(text)) && !secrets.some((secret) => resembles(text, secret));

const isPlain = (word: string): boolean => {
  if (word.length > PHRASE_LENGTH) return false;
  if (SIGN.test(word) || NUMBER.test(word)) return true;
  const phrase = PHRASE.exec(word)?.[1];
  return phrase !== undefined && phrase.split(/[^A-Za-z]/).every(({ length }) => length <= WORD_LENGTH);
};

/** A text with `[…]` for every word that is not made of letters alone, and could thereby be a key or a part of one. */
export const plainWordsOf = (text: string): string =>
  text
    .split(" ")
    .map((word) => (word === "" || isPlain(word) ? word : "[…]"))
    .join(" ");
