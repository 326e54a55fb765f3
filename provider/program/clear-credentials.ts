import { pathRemarks } from "../connection/forgotten-path.js";
import { type ConfigFile, isInPlainText } from "./config-file.js";
import { credentialsOf } from "./credential-places.js";
import { encryptCommands } from "./encrypt-commands.js";
import { type Leaf } from "./leaves.js";
import { type ConfigFiles } from "./stack-file.js";

/** The stack's configuration as a program sees it. */
export interface ProgramConfig {
  readonly keys: readonly string[];
  readonly get: (key: string) => string | undefined;
  /** For an object: whether any value in it is secret. */
  readonly isSecret: (key: string) => boolean;
}

/** Looks for a value in plain text at a place. Undefined if there's no file. */
type Look = (names: readonly string[], value: string) => boolean | undefined;

/** The names that a value can have in a project's file, below its key: `key: { value: … }`. */
export const PROJECT_NAMES: readonly string[] = ["value", "default"];

/** Whether the project's file contains this value in plain text. @param names the key, then those in an object */
export const isInProject = (project: ConfigFile | undefined, names: readonly string[], value: string): boolean =>
  [[], ...PROJECT_NAMES.map((name) => [name])].some((name) => isInPlainText(project, [...names, ...name], value));

/**
 * The credentials that the configuration contains in plain text. Pulumi marks a whole object, such as
 * `connections`, secret if any part of it is. If it isn't secret, every credential in it is in plain text. Otherwise the files show which
 * are; without the files, the program can't tell. A value can also be encrypted in the stack's file, and still be in plain
 * text in the project's.
 */
export const findClearCredentials = (config: ProgramConfig, look: Look): Leaf[] =>
  credentialsOf(config.keys, config.get).filter(
    ({ names, text }) => !config.isSecret(names[0] ?? "") || (text !== "" && look(names, text) === true),
  );

/** @param commands that encrypt what is in plain text */
export const plainTextRefusal = (commands: readonly string[], isOfProject = false): string =>
  "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
  `the credential. Then encrypt it:${commands.map((command) => `\n  ${command}`).join("")}` +
  (isOfProject ? "\nand remove it from the project's file, Pulumi.yaml." : "");

/** What is wrong with credentials that the configuration contains in plain text, if it contains any. */
export const clearCredentialsRefusal = (config: ProgramConfig, readFiles: () => ConfigFiles): string | undefined => {
  let files: ConfigFiles | undefined;
  const lookInProject: Look = (names, value) => isInProject((files ??= readFiles()).project, names, value);
  const lookInBoth: Look = (names, value) =>
    isInPlainText((files ??= readFiles()).stack, names, value) || lookInProject(names, value);
  const clear = findClearCredentials(config, lookInBoth);
  if (clear.length === 0) return undefined;
  const isOfProject = clear.some(({ names, text }) => lookInProject(names, text));
  const { stack } = (files ??= readFiles());
  const commands = encryptCommands(
    clear.map(({ names }) => names),
    (key) => stack?.formOf(key) ?? "unknown",
  );
  const remarks = pathRemarks(clear.map(({ names: [key = ""] }) => key));
  return [plainTextRefusal(commands, isOfProject), ...remarks].join("\n");
};
