import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { EngineError } from "../errors.js";
import type { Project } from "./project.js";

/** The folder in which a program runs, and its entry point. */
export interface ProgramFolder {
  readonly folder: string;
  /** The file in the folder, or `.` if package.json names it. */
  readonly entryPoint: string;
}

/** Finds the program of a project as the CLI does: `main` in Pulumi.yaml is a folder or a file. */
export const programFolder = (project: Project): ProgramFolder => {
  if (project.main === undefined || project.main === "") return { folder: project.folder, entryPoint: "." };
  const main = resolve(project.folder, project.main);
  const stats = statSync(main, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new EngineError("ERR_ENGINE_PROJECT", `Pulumi.yaml: 'main' could not be read: ${main} does not exist`);
  }
  return stats.isDirectory()
    ? { folder: main, entryPoint: "." }
    : { folder: dirname(main), entryPoint: basename(main) };
};

/** Finds a script of the Pulumi SDK that the program uses. */
export const resolveFromProgram = (folder: string, script: "run" | "dynamic-provider"): string => {
  try {
    return createRequire(join(folder, "program.js")).resolve(`@pulumi/pulumi/cmd/${script}`);
  } catch {
    throw new EngineError(
      "ERR_ENGINE_PROJECT",
      `The Pulumi SDK is not installed in ${folder}: run npm install @pulumi/pulumi there`,
    );
  }
};
