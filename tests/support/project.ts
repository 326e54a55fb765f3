import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Root of the project, from the compiled tests. */
export const PROJECT_ROOT = join(__dirname, "../../..");

/** A git-ignored folder below the project, so that its node_modules are found. */
const SCRATCH = join(PROJECT_ROOT, ".work/tests");

/**
 * A new folder with a package.json of its own: programs in it find the installed package, as a user's do, instead of
 * the project that they stand in.
 */
export const createScratch = (name: string, packageJson: object = {}): string => {
  mkdirSync(SCRATCH, { recursive: true });
  const folder = mkdtempSync(join(SCRATCH, `${name}-`));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, ...packageJson }));
  return folder;
};
