/** The code of a system error, such as `ENOENT`; `undefined` for any other error. */
export const systemErrorCode = (error: unknown): string | undefined =>
  // An error of another realm is no `instanceof Error` here.
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
