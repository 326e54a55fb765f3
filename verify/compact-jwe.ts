const COMPACT_JWE = /^[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/;

/** The compact JWE that a text is, without white space around it; undefined if it has another form. */
export const compactJweOf = (text: string): string | undefined => {
  const token = text.trim();
  return COMPACT_JWE.test(token) ? token : undefined;
};
