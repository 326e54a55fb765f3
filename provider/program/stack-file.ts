import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const read = (...path: string[]): string | undefined => {
  try {
    return readFileSync(join(...path), "utf8");
  } catch {
    return undefined;
  }
};

/** The project that a folder belongs to, as the Pulumi CLI finds it: the next one upwards. */
const findProject = (folder: string): { readonly folder: string; readonly text: string } | undefined => {
  const text = ["yaml", "yml", "json"]
    .map((ending) => read(folder, `Pulumi.${ending}`))
    .find((each) => each !== undefined);
  if (text !== undefined) return { folder, text };
  const parent = dirname(folder);
  return parent === folder ? undefined : findProject(parent);
};

/** Folder of the stacks' files, as the project's file names it. */
const stackFolderIn = (project: string): string =>
  /^[ \t]*["']?stackConfigDir["']?:[ \t]*["']?([^"'\r\n#,]+)/m.exec(project)?.[1]?.trim() ?? "";

/**
 * The text of a stack's file, looked for from the folder in which the program runs. Undefined where there is none: the
 * configuration is kept elsewhere, or was named on the command line.
 */
export const readStackFile = (folder: string, stack: string): string | undefined => {
  const project = findProject(folder);
  if (project === undefined) return undefined;
  return ["yaml", "yml", "json"]
    .map((ending) => read(project.folder, stackFolderIn(project.text), `Pulumi.${stack}.${ending}`))
    .find((text) => text !== undefined);
};
