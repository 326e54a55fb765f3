import { plainTextRefusal, PROJECT_NAMES } from "../provider/program/clear-credentials.js";
import { type ConfigFile } from "../provider/program/config-file.js";
import { isDateOfKey, MIN_LENGTH, MIN_RANDOM_LENGTH } from "../provider/program/coincidence.js";
import { encryptCommands } from "../provider/program/encrypt-commands.js";
import { type Leaf, leavesOf } from "../provider/program/leaves.js";
import { type ConfigFiles } from "../provider/program/stack-file.js";
import { holdsSecret, isUnknown, plainProperties, type Properties } from "../provider/resources/protocol.js";

/** The inputs that are keys or credentials. */
const SECRET_INPUTS = ["adopt", "clientSecret", "current"] as const;

/** The inputs that are as secret as the program says. */
const MARKED_INPUTS = ["webhookUrl", "healthCheckUrl"] as const;

/** The values of the section `config`. */
const valuesOf = (file: ConfigFile | undefined): Leaf[] =>
  (file?.leaves ?? []).flatMap(({ names: [section, ...names], text }) =>
    section === "config" ? [{ names, text }] : [],
  );

/** The names that lead to a value of the project's file, without those that only Pulumi gives it. */
const ofProject = ({ names }: Leaf): string[] =>
  names.filter((name, index) => index !== 1 || !PROJECT_NAMES.includes(name));

/** A word is the input's only after its name. */
const isSame = (leaf: Leaf, { names, text }: Leaf): boolean =>
  leaf.text === text &&
  (text.length >= MIN_RANDOM_LENGTH ||
    names.some((name) => name.slice(name.lastIndexOf(":") + 1) === leaf.names.at(-1)));

/**
 * What is wrong with inputs whose values the stack's or the project's file has in plain text. The engine doesn't tell the plugin
 * where an input comes from, nor which configuration other than the plugin's own there is: the values are looked for in the
 * files, whatever their names.
 *
 * @param given inputs with secrets marked
 */
export const clearValuesRefusal = (given: Properties, readFiles: () => ConfigFiles): string | undefined => {
  const inputs = plainProperties(given);
  const names = [...SECRET_INPUTS, ...MARKED_INPUTS.filter((name) => holdsSecret(given[name]))];
  const wanted = names
    .flatMap((name) => leavesOf(inputs[name], [name]))
    .filter(({ names, text }) => text.length >= MIN_LENGTH && !isDateOfKey(names) && !isUnknown(text));
  if (wanted.length === 0) return undefined;
  const { stack, project } = readFiles();
  const inFile = (file: ConfigFile | undefined): Leaf[] =>
    valuesOf(file).filter((value) => wanted.some((leaf) => isSame(leaf, value)));
  const [ofStack, inProject] = [inFile(stack), inFile(project)];
  if (ofStack.length + inProject.length === 0) return undefined;
  const found = [...ofStack.map(({ names }) => names), ...inProject.map(ofProject)];
  return plainTextRefusal(
    encryptCommands(found, (key) => stack?.formOf(key) ?? "unknown"),
    inProject.length > 0,
  );
};
