/** Whether a URL has a part where tokens are: a query, a fragment, or a user before the host. */
export const canCarryToken = (value: unknown): boolean =>
  typeof value === "string" && /[?#]|^[^/]*\/\/[^/]*@/.test(value);
