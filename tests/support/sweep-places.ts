import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { pathsBelow, type Place, textPlace } from "./secret-sweep.js";

/** The stack files of a program, which contain its configuration. */
export const stackFiles = (folder: string): Place[] =>
  readdirSync(folder)
    .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
    .map((name) => ({ name, content: readFileSync(join(folder, name)) }));

const OTHERS_BITS = 0o077;

/** The files below a folder that users other than their owner may access. */
export const filesOpenToOthers = (folder: string): string[] =>
  pathsBelow(folder).filter((path) => (statSync(path).mode & OTHERS_BITS) !== 0);

/** The ways to print an error: directly, as JSON, and as the cause of another error. */
export const errorPlaces = (name: string, error: unknown): Place[] => {
  const wrapped = new Error("wrapped", { cause: error });
  return [
    textPlace(`${name}, as text`, `${String(error)}\n${error instanceof Error ? (error.stack ?? "") : ""}`),
    textPlace(`${name}, inspected`, inspect(error, { depth: 20 })),
    textPlace(`${name}, as JSON`, JSON.stringify(error) + JSON.stringify({ error })),
    textPlace(`${name}, as a cause`, inspect(wrapped, { depth: 20 })),
  ];
};
