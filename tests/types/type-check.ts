import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createScratch, PROJECT_ROOT } from "../support/project.js";

/** The folder in which `npm --prefix tests/types ci` installs the compilers and the programs' dependencies. */
export const TOOLS = join(PROJECT_ROOT, "tests/types/node_modules");
const PROGRAMS = join(PROJECT_ROOT, "tests/types/programs");

export const COMPILERS = ["5.4", "5.9", "6.0"] as const;
export type Compiler = (typeof COMPILERS)[number];

/** A user's project: its tsconfig, its module type and its sources. */
export interface Project {
  readonly compilerOptions: Readonly<Record<string, unknown>>;
  readonly type: "commonjs" | "module";
  readonly sources: readonly ("program" | "receiver" | "route")[];
}

/** Creates a folder with the sources of a project, in which the package and its dependencies are installed. */
const createProject = ({ compilerOptions, type, sources }: Project): string => {
  const folder = createScratch("types", { private: true, type });
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  cpSync(join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks"), join(modules, "pulumi-cybersource-webhooks"), {
    recursive: true,
  });
  for (const name of ["@pulumi", "@types"]) symlinkSync(join(TOOLS, name), join(modules, name));
  for (const name of sources) cpSync(join(PROGRAMS, `${name}.ts`), join(folder, `${name}.ts`));
  const files = sources.map((name) => `${name}.ts`);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  return folder;
};

/** The errors of a compiler, without those in declarations of Pulumi and its dependencies. */
export const errorsOf = (compiler: Compiler, project: Project): string[] => {
  const folder = createProject(project);
  const tsc = join(TOOLS, `typescript-${compiler}/bin/tsc`);
  const { stdout, status } = spawnSync(process.execPath, [tsc, "--noEmit", "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status === 0) return [];
  // Indented lines continue the error above them.
  const errors = stdout.split("\n").filter((line) => /^\S/.test(line));
  const foreign = /^(?:.*\/)?node_modules\/(?!pulumi-cybersource-webhooks\/)/;
  return errors.filter((line) => !foreign.test(line));
};
