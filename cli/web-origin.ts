/** The origin of a web URL: its path and query can hold a token. Undefined for anything else. */
export const originOf = (value: unknown): string | undefined => {
  if (typeof value !== "string" || !URL.canParse(value)) return undefined;
  const { origin, protocol } = new URL(value);
  return protocol === "https:" || protocol === "http:" ? origin : undefined;
};
