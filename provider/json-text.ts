/** Reads JSON text; undefined if it isn't JSON. The parser's own error is dropped: its message quotes the text, secrets too. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
