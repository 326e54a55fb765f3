/** Decodes standard base64; undefined where encoding the result again does not give the same text. */
export const decodeBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, "base64");
  return bytes.length > 0 && bytes.toString("base64") === text ? bytes : undefined;
};
