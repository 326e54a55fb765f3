import { readFile } from "node:fs/promises";
import { systemErrorCode } from "../../system-error.js";

/** What a file holds; `undefined` where there is none. */
export const readText = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw error;
  }
};
