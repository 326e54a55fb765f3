import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../support/project.js";

const FILE = join(PROJECT_ROOT, ".work/versions/passed.jsonl");

const passedSchema = z.object({
  sdk: z.string(),
  manager: z.string(),
  language: z.string(),
  node: z.number(),
  /** The version of the CLI, or undefined for the embedded engine. */
  cli: z.string().optional(),
});
/** A row of the matrix that passed on an engine. */
export type Passed = z.infer<typeof passedSchema>;

export const forgetPassed = (): void => rmSync(FILE, { force: true });

export const recordPassed = (passed: Passed): void => {
  mkdirSync(dirname(FILE), { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(passed)}\n`);
};

export const readPassed = (): Passed[] =>
  existsSync(FILE)
    ? readFileSync(FILE, "utf8")
        .trim()
        .split("\n")
        .map((line) => passedSchema.parse(JSON.parse(line)))
    : [];
