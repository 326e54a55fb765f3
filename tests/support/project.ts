import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The root of the project, relative to the compiled tests. */
export const PROJECT_ROOT = join(__dirname, "../../..");

/** A folder in the project that Git ignores. It is in the project so that programs find its node_modules. */
const SCRATCH = join(PROJECT_ROOT, ".work/tests");

/**
 * Creates a folder with its own package.json. Programs in it use the installed package, as a user's programs do,
 * instead of the project's sources.
 */
export const createScratch = (name: string, packageJson: object = {}): string => {
  mkdirSync(SCRATCH, { recursive: true });
  const folder = mkdtempSync(join(SCRATCH, `${name}-`));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, ...packageJson }));
  return folder;
};
