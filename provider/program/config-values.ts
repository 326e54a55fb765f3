import * as pulumi from "@pulumi/pulumi";
import { isInProject } from "./clear-credentials.js";
import { isConfigSecret } from "./config-secret.js";
import { type ConfigFile, type ConfigForm, isInPlainText } from "./config-file.js";
import { type Leaf, withParts } from "./leaves.js";
import { perRun } from "./per-run.js";
import { readFilesOfRun } from "./files-of-run.js";
import { type ConfigFiles } from "./stack-file.js";

/** A value of the stack's configuration. Its names are the key, then those in an object. */
export interface ConfigValue extends Leaf {
  readonly isClear: boolean;
  /** Whether the project's file has it in plain text. */
  readonly isOfProject: boolean;
}

const isInProjectOf = (
  file: ConfigFile | undefined,
  [key = "", ...names]: readonly string[],
  text: string,
): boolean => {
  const own = `${pulumi.getProject()}:`;
  // The project's own keys need no namespace in the project's file.
  const keys = key.startsWith(own) ? [[key], ["config", key.slice(own.length)]] : [[key]];
  return keys.some((start) => isInProject(file, [...start, ...names], text));
};

const leavesOfConfig = (): Leaf[] =>
  Object.entries(pulumi.runtime.allConfig()).flatMap(([key, text]) => withParts({ names: [key], text }));

/** The configuration stays the same for a whole run. */
const leavesOfRun = perRun(() => leavesOfConfig());

/** How the stack's file has the value of a key. */
export const formOfKey = (key: string): ConfigForm => readFilesOfRun().stack?.formOf(key) ?? "unknown";

/** The values of the stack's configuration that are wanted. */
export const findConfigValues = (isWanted: (leaf: Leaf) => boolean): ConfigValue[] => {
  let files: ConfigFiles | undefined;
  return (leavesOfRun() ?? leavesOfConfig()).filter(isWanted).map(({ names, text }) => {
    files ??= readFilesOfRun();
    const isOfProject = isInProjectOf(files.project, names, text);
    // In an object of which a part is secret, a value is in plain text if the stack's file shows it so.
    const isInStack = names.length > 1 && isInPlainText(files.stack, names, text);
    return { names, text, isClear: !isConfigSecret(names[0] ?? "") || isOfProject || isInStack, isOfProject };
  });
};
