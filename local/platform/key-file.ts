import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { systemErrorCode } from "../system-error.js";
import { type IssuedKey, issuedKeySchema } from "./issued-key.js";
import { readJson } from "../json-text.js";

const fileSchema = z.strictObject({ version: z.literal(1), keys: z.array(issuedKeySchema) });

const isNotThere = (error: unknown): boolean => systemErrorCode(error) === "ENOENT";

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
};

/** Reads the keys of a state file, oldest first. Returns none if the file doesn't exist. */
export const readKeyFile = (path: string): IssuedKey[] => {
  const text = textOf(path);
  if (text === undefined) return [];
  const decoded = fileSchema.safeParse(readJson(text));
  // Without a cause: zod's error would quote parts of a file that holds secrets.
  if (!decoded.success)
    throw new Error(`${path} is not a state file of the local platform; use another file or delete it`);
  return decoded.data.keys;
};

/** Replaces the state file in one step: after a crash it is the old one or the new one. Only the owner can read it. */
export const writeKeyFile = (path: string, keys: readonly IssuedKey[]): void => {
  const scratch = `${path}.${process.pid}.tmp`;
  rmSync(scratch, { force: true });
  writeFileSync(scratch, JSON.stringify({ version: 1, keys }), { mode: 0o600, flag: "wx" });
  renameSync(scratch, path);
};
