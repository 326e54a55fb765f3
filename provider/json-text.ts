/** Parses JSON. Undefined if the text isn't JSON. The parser's error is dropped: its message quotes the text. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
