/** Decodes standard base64. Undefined for any other text: Node.js would skip what it can't decode. */
export const decodeBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, "base64");
  return bytes.length > 0 && bytes.toString("base64") === text ? bytes : undefined;
};
