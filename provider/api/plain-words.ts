/**
 * Which parts of an answer an error message may repeat: everything is an allow-list. The texts come from the network, so no
 * pattern here can match a text in more than one way, which could take exponential time.
 */

/** Longer than any word or code that the service is known to use. */
const WORD_LENGTH = 40;
/** Several words joined by signs, such as keyInformation.expiryDuration. */
const PHRASE_LENGTH = 80;
/** Words joined by single signs, with punctuation around them. */
const PHRASE = /^["'([{<]{0,3}([A-Za-z]+(?:[-_.'/][A-Za-z]+)*_?)["')\]}>.,:;!?]{0,3}$/;
const NUMBER = /^[([<=>-]{0,2}\d{1,6}[)\].,:;]{0,2}$/;
const SIGN = /^[-:;,.<>=!?|/&*+]{1,3}$/;
const CODE = /^[A-Z]+(?:_[A-Z]+)*$/;

/** Names of fields and headers of requests, which the service's errors mention. */
const FIELDS = new Set([
  ...["clientReferenceInformation", "code", "clientRequestAction", "keyInformation", "provider", "tenant", "keyType"],
  ...["organizationId", "clientKeyId", "keyId", "key", "status", "expiryDuration", "authorization", "content-type"],
  ...["v-c-correlation-id", "v-c-sender-organization-id", "v-c-permissions", "v-c-merchant-id"],
]);

/** A code that has this many letters in a row in common with a secret counts as a part of it. */
const SHARED_LETTERS = 4;

const lettersOf = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z]/g, "");

/** Whether a text may be the secret or a part of it. Compares letters alone, in any case. */
const resembles = (text: string, secret: string): boolean => {
  const [letters, secretLetters] = [lettersOf(text), lettersOf(secret)];
  if (secretLetters === "") return false;
  if (secretLetters.includes(letters) || letters.includes(secretLetters)) return true;
  const starts = Array.from({ length: Math.max(0, letters.length - SHARED_LETTERS + 1) }, (_, index) => index);
  return starts.some((start) => secretLetters.includes(letters.slice(start, start + SHARED_LETTERS)));
};

const isCode = (text: string): boolean => text.length <= WORD_LENGTH && CODE.test(text);

const isFieldPath = (text: string): boolean =>
  text.length <= PHRASE_LENGTH && text.split(".").every((name) => FIELDS.has(name));

/**
 * True for a code such as MISSING_FIELD and for the path of a field such as keyInformation.expiryDuration, unless it
 * resembles one of `secrets`.
 */
export const isCodeOrField = (text: string, secrets: readonly string[]): boolean =>
  (isCode(text) || isFieldPath(text)) && !secrets.some((secret) => resembles(text, secret));

const isPlain = (word: string): boolean => {
  if (word.length > PHRASE_LENGTH) return false;
  if (SIGN.test(word) || NUMBER.test(word)) return true;
  const phrase = PHRASE.exec(word)?.[1];
  return phrase !== undefined && phrase.split(/[^A-Za-z]/).every(({ length }) => length <= WORD_LENGTH);
};

/** Replaces every word that could be a key or a part of one with `[…]`: all but words of letters and small numbers. */
export const plainWordsOf = (text: string): string =>
  text
    .split(" ")
    .map((word) => (word === "" || isPlain(word) ? word : "[…]"))
    .join(" ");
