import { readFileSync } from "node:fs";
import { join } from "node:path";

export const PROJECT_ROOT = join(import.meta.dirname, "../..");

/** A folder that Git ignores, for installed contestants, states and raw results. */
export const SCRATCH = join(PROJECT_ROOT, ".work/bench");

export const { name: PACKAGE_NAME } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
