import { hasUnreadCredential, namedCredentials } from "../connection/connection-names.js";
import { isCredentialName } from "../connection/setting-names.js";
import { CONNECTIONS_KEY, NAMESPACE } from "../connection/settings.js";
import { type ConfigFile, isInPlainText } from "./config-file.js";
import { encryptCommands } from "./encrypt-commands.js";
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

interface Credential {
  /** The key, then the names in an object, that lead to it. */
  readonly names: readonly string[];
  readonly value: string;
}

const credentialsOf = ({ keys, get }: ProgramConfig): Credential[] => {
  const prefix = `${NAMESPACE}:`;
  const own = keys.filter((key) => key.startsWith(prefix) && isCredentialName(key.slice(prefix.length)));
  const named = namedCredentials(get(CONNECTIONS_KEY), isCredentialName);
  const connections = get(CONNECTIONS_KEY);
  const unread = hasUnreadCredential(connections, isCredentialName) ? [CONNECTIONS_KEY] : [];
  return [
    ...[...own, ...unread].map((key) => ({ names: [key], value: get(key) ?? "" })),
    ...named.map(({ connection, name, value }) => ({ names: [CONNECTIONS_KEY, connection, name], value })),
  ];
};

/**
 * The credentials that the configuration contains in plain text. Pulumi marks the whole value `connections`
 * secret if any part of it is. If it isn't secret, every credential in it is in plain text. Otherwise the files show which
 * are; without the files, the program can't tell. A value can also be encrypted in the stack's file, and still be in plain
 * text in the project's.
 */
export const findClearCredentials = (config: ProgramConfig, look: Look): Credential[] =>
  credentialsOf(config).filter(
    ({ names, value }) => !config.isSecret(names[0] ?? "") || (value !== "" && look(names, value) === true),
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
  const isOfProject = clear.some(({ names, value }) => lookInProject(names, value));
  const { stack } = (files ??= readFiles());
  const commands = encryptCommands(
    clear.map(({ names }) => names),
    (key) => stack?.formOf(key) ?? "unknown",
  );
  return plainTextRefusal(commands, isOfProject);
};
