/**
 * Parses JSON text, or returns undefined if it isn't JSON. Drops the parser's error, because it quotes the text, which
 * may hold secrets.
 */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
