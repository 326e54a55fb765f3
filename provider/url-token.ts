/** Whether a URL has a part where tokens are: a query, a fragment, or a user before the host. */
export const canCarryToken = (value: unknown): boolean =>
  typeof value === "string" && /[?#]|^[^/]*\/\/[^/]*@/.test(value);

/** Tokens in paths are long and random: a part of this length with a digit may be one. */
const TOKEN_IN_PATH = /\/(?=[^/]*\d)[^/]{16,}/;

/** Whether a URL that is passed as a secret may be one by itself, and not only because of what it was passed with. */
export const canBeToken = (value: unknown): boolean =>
  canCarryToken(value) || (typeof value === "string" && TOKEN_IN_PATH.test(value.replace(/^[^/]*\/\/[^/]*/, "")));
