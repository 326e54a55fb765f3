import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const read = (...path: string[]): string | undefined => {
  try {
    return readFileSync(join(...path), "utf8");
  } catch {
    return undefined;
  }
};

/** Finds the project file as the Pulumi CLI does: in this folder, or in the nearest parent folder that has one. */
const findProject = (folder: string): { readonly folder: string; readonly text: string } | undefined => {
  const text = ["yaml", "yml", "json"]
    .map((extension) => read(folder, `Pulumi.${extension}`))
    .find((content) => content !== undefined);
  if (text !== undefined) return { folder, text };
  const parent = dirname(folder);
  return parent === folder ? undefined : findProject(parent);
};

/** The folder of stack files that a project file names, or an empty text. */
const stackFolderIn = (project: string): string =>
  /^[ \t]*["']?stackConfigDir["']?:[ \t]*["']?([^"'\r\n#,]+)/m.exec(project)?.[1]?.trim() ?? "";

/** The texts of the files that hold configuration. */
export interface ConfigFiles {
  /** Undefined if there is none, for example because the configuration is stored elsewhere, or was passed with `--config-file`. */
  readonly stack: string | undefined;
  readonly project: string | undefined;
}

/** Reads the files of the project and of the stack, searching from the folder in which the program runs. */
export const readConfigFiles = (folder: string, stack: string): ConfigFiles => {
  const project = findProject(folder);
  if (project === undefined) return { stack: undefined, project: undefined };
  const text = ["yaml", "yml", "json"]
    .map((extension) => read(project.folder, stackFolderIn(project.text), `Pulumi.${stack}.${extension}`))
    .find((found) => found !== undefined);
  return { stack: text, project: project.text };
};
