import { type ConfigForm } from "./config-file.js";
import { isEntry } from "./leaves.js";

/** A text as one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const stepOf = (name: string): string => {
  if (isEntry(name)) return name;
  // For the Pulumi CLI, digits alone in brackets count the entries of a list.
  return /^(?!\d+$)[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
};

/** The path to a value. In a path, a key with dots in its name is quoted behind its namespace. */
export const pathOf = ([key = "", ...names]: readonly string[]): string => {
  const [, namespace = "", name = key] = /^([^:]*:)(.*)$/.exec(key) ?? [];
  const start = names.length > 0 && /[.[\]"]/.test(name) ? `${namespace}[${JSON.stringify(name)}]` : key;
  return start + names.map(stepOf).join("");
};

const ofWhole = (key: string): string => `pulumi config set --secret ${quoted(key)}`;

/**
 * The commands that encrypt values of the stack's configuration. With --path, the Pulumi CLI would drop the rest of an object
 * that was set as one text, or that the project's file has: then the whole is set.
 *
 * @param found the names that lead to each value: the key, then those in an object
 */
export const encryptCommands = (
  found: readonly (readonly string[])[],
  formOf: (key: string) => ConfigForm,
): string[] => {
  const commands = found.map(([key = "", ...names]) =>
    names.length === 0 || formOf(key) === "text"
      ? ofWhole(key)
      : `pulumi config set --secret --path ${quoted(pathOf([key, ...names]))}`,
  );
  const unsure = found.filter(([key = "", ...names]) => names.length > 0 && formOf(key) === "unknown");
  const whole = unsure.map(
    ([key = ""]) =>
      `(If ${key} was set as one JSON text, or is in Pulumi.yaml, --path would drop the rest of it: run ${ofWhole(key)} instead.)`,
  );
  return [...new Set([...commands, ...whole])];
};
