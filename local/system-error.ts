/** The code of a system error, such as `ENOENT`; `undefined` for any other error. */
export const systemErrorCode = (error: unknown): string | undefined =>
  // Not `instanceof Error`: it is false for an error of another realm, such as a Jest environment.
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
