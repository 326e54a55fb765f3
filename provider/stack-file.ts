import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const read = (...path: string[]): string | undefined => {
  try {
    return readFileSync(join(...path), "utf8");
  } catch {
    return undefined;
  }
};

/** Folder of the stacks' files, as the project's file names it. */
const configFolderIn = (projectFile: string): string =>
  /^["']?stackConfigDir["']?:[ \t]*["']?([^"'\r\n#]+)/m.exec(projectFile)?.[1]?.trim() ?? "";

/**
 * The text of the stack's file; undefined where none can be found: in a unit test, or when the configuration is kept
 * elsewhere or was named on the command line.
 */
export const readStackFile = (): string | undefined => {
  const root: unknown = "getRootDirectory" in pulumi ? pulumi.getRootDirectory() : "";
  if (typeof root !== "string" || root === "") return undefined;
  const folder = configFolderIn(read(root, "Pulumi.yaml") ?? read(root, "Pulumi.yml") ?? "");
  const name = `Pulumi.${pulumi.getStack()}`;
  return ["yaml", "yml", "json"]
    .map((ending) => read(root, folder, `${name}.${ending}`))
    .find((text) => text !== undefined);
};
