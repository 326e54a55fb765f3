/** Whether a URL has a part where tokens are: a query, a fragment, or a user before the host. */
export const canCarryToken = (value: unknown): boolean =>
  typeof value === "string" && /[?#]|^[^/]*\/\/[^/]*@/.test(value);

/** Parts of a path that may be tokens: with a digit, in both cases, or long. Words, such as `webhooks`, are none. */
const TOKEN_IN_PATH = [/^(?=.*\d).{6,}$/, /^(?=.*[a-z])(?=.*[A-Z]).{10,}$/, /^.{20,}$/];
/** A host that was made for one receiver begins so. */
const TOKEN_IN_HOST = /^(?=[^.]*\d)[a-z\d]{12,}\./i;

/** Whether a URL that is passed as a secret may be one by itself, and not only because of what it was passed with. */
export const canBeToken = (value: unknown): boolean => {
  if (typeof value !== "string" || canCarryToken(value)) return typeof value === "string";
  const [host = "", ...parts] = value.replace(/^[^/]*\/\//, "").split("/");
  return TOKEN_IN_HOST.test(host) || parts.some((part) => TOKEN_IN_PATH.some((form) => form.test(part)));
};
