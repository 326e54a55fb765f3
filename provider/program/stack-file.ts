import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ConfigFile, openConfigFile } from "./config-file.js";

const EXTENSIONS = ["yaml", "yml", "json"];

/** Files that were read. One whose text is still the same isn't parsed again. */
const known = new Map<string, { readonly text: string; readonly file: ConfigFile }>();

const read = (path: string): ConfigFile | undefined => {
  try {
    const text = readFileSync(path, "utf8");
    const before = known.get(path);
    const { file } = before?.text === text ? before : { file: openConfigFile(text) };
    known.set(path, { text, file });
    return file;
  } catch {
    return undefined;
  }
};

const readFirst = (folder: string, name: string): ConfigFile | undefined =>
  EXTENSIONS.map((extension) => read(join(folder, `${name}.${extension}`))).find((file) => file !== undefined);

/** Finds the project file as the Pulumi CLI does: in this folder, or in the nearest parent folder that has one. */
const findProject = (folder: string): { readonly folder: string; readonly file: ConfigFile } | undefined => {
  const file = readFirst(folder, "Pulumi");
  if (file !== undefined) return { folder, file };
  const parent = dirname(folder);
  return parent === folder ? undefined : findProject(parent);
};

/** The files that hold configuration. */
export interface ConfigFiles {
  /** Undefined if there is none, for example because the configuration is stored elsewhere, or was passed with `--config-file`. */
  readonly stack: ConfigFile | undefined;
  readonly project: ConfigFile | undefined;
}

/** Reads the files of the project and of the stack, searching from the folder in which the program runs. */
export const readConfigFiles = (folder: string, stack: string): ConfigFiles => {
  const project = findProject(folder);
  if (project === undefined) return { stack: undefined, project: undefined };
  const stacks = join(project.folder, project.file.stackFolder ?? "");
  return { stack: readFirst(stacks, `Pulumi.${stack}`), project: project.file };
};

/** What to say of files that are there and can't be parsed, though Pulumi itself accepts them. */
export const unreadableWarnings = ({ stack, project }: ConfigFiles, name: string): string[] => {
  const places = [
    project?.isReadable === false ? "the project's file, Pulumi.yaml," : undefined,
    stack?.isReadable === false ? `the file of the stack ${name}` : undefined,
  ];
  return places
    .filter((place) => place !== undefined)
    .map(
      (place) =>
        `${place} can't be parsed here, so it isn't looked through for credentials in plain text. Write it ` +
        "as plain YAML, without what only some parsers accept. Until then, find them with `npx " +
        `pulumi-cybersource-webhooks check-access --stack ${name}\`.`,
    );
};
