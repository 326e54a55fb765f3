import { readFileSync } from "node:fs";
import { format } from "oxfmt";

const settings = new URL("../.oxfmtrc.json", import.meta.url);

/** Formats generated text as `npm run format` would format the file that it is for. */
export const formatText = async (file, text) => {
  const { ignorePatterns: _, ...options } = JSON.parse(readFileSync(settings, "utf8"));
  const { code, errors } = await format(file, text, options);
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join("; ")}`);
  return code;
};
