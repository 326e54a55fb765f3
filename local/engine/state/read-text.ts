import { readFile } from "node:fs/promises";
import { systemErrorCode } from "../../system-error.js";

/** Reads a file, or returns undefined if it doesn't exist. */
export const readText = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw error;
  }
};
