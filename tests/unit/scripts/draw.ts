import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";

/** Runs a script that draws a picture in a folder. */
export const draw = (script: string, cwd: string, ...flags: string[]): { status: number | null; stderr: string } =>
  spawnSync(process.execPath, [join(PROJECT_ROOT, "scripts", script), ...flags], { cwd, encoding: "utf8" });

/** A folder with a copy of a picture at the same path. */
export const picturesIn = (picture: string): { folder: string; copy: string; original: string } => {
  const folder = createScratch("picture");
  const copy = join(folder, picture);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(join(PROJECT_ROOT, picture), copy);
  return { folder, copy, original: readFileSync(copy, "utf8") };
};
