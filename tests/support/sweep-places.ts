import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { pathsBelow, type Place, textPlace } from "./secret-sweep.js";

/** The stack files of a program, which hold its configuration. */
export const stackFiles = (folder: string): Place[] =>
  readdirSync(folder)
    .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
    .map((name) => ({ name, content: readFileSync(join(folder, name)) }));

const OTHERS_BITS = 0o077;

/** Files below a folder that others than their owner may touch. */
export const filesOpenToOthers = (folder: string): string[] =>
  pathsBelow(folder).filter((path) => (statSync(path).mode & OTHERS_BITS) !== 0);

/** All that prints an error: as it is, as JSON, and as the cause of another one. */
export const errorPlaces = (name: string, error: unknown): Place[] => {
  const wrapped = new Error("wrapped", { cause: error });
  return [
    textPlace(`${name}, as text`, `${String(error)}\n${error instanceof Error ? (error.stack ?? "") : ""}`),
    textPlace(`${name}, inspected`, inspect(error, { depth: 20 })),
    textPlace(`${name}, as JSON`, JSON.stringify(error) + JSON.stringify({ error })),
    textPlace(`${name}, as a cause`, inspect(wrapped, { depth: 20 })),
  ];
};
