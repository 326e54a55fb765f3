import { plainTextRefusal, PROJECT_NAMES } from "../provider/program/clear-credentials.js";
import { type ConfigFile } from "../provider/program/config-file.js";
import { isDateOfKey, MIN_LENGTH, MIN_RANDOM_LENGTH } from "../provider/program/coincidence.js";
import { encryptCommands } from "../provider/program/encrypt-commands.js";
import { type Leaf, leavesOf } from "../provider/program/leaves.js";
import { type ConfigFiles } from "../provider/program/stack-file.js";
import { wholeObject } from "../provider/program/whole-object.js";
import { isUnknown, plainProperties, type Properties, secretParts } from "../provider/resources/protocol.js";
import { markedInputsOf, type ResourceTable, secretInputsOf } from "../provider/resources/table.js";

/** The sections of the project's and the stack's file that hold configuration. A YAML program can use the old name, too. */
const SECTIONS: readonly (string | undefined)[] = ["config", "configuration"];

/** The values of the configuration. */
const valuesOf = (file: ConfigFile | undefined): Leaf[] =>
  (file?.leaves ?? []).flatMap(({ names: [section, ...names], text }) =>
    SECTIONS.includes(section) ? [{ names, text }] : [],
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
 * @param given inputs of the resource, with secrets marked
 */
export const clearValuesRefusal = (
  table: ResourceTable,
  given: Properties,
  readFiles: () => ConfigFiles,
): string | undefined => {
  const inputs = plainProperties(given);
  const marked = Object.entries(markedInputsOf(table)).flatMap(([name, canBeSecret]) =>
    secretParts(given[name], [name]).filter(({ value }) => canBeSecret(value)),
  );
  const isWhole = ({ value }: (typeof marked)[number]): boolean => typeof value === "object";
  const wanted = [
    ...secretInputsOf(table).flatMap((name) => leavesOf(inputs[name], [name])),
    ...marked.filter((part) => !isWhole(part)).flatMap(({ names, value }) => leavesOf(value, names)),
  ].filter(({ names, text }) => text.length >= MIN_LENGTH && !isDateOfKey(names) && !isUnknown(text));
  const objects = marked.filter(isWhole).map(({ value }) => wholeObject(value ?? {}));
  if (wanted.length + objects.length === 0) return undefined;
  const { stack, project } = readFiles();
  const inFile = (file: ConfigFile | undefined): Leaf[] => {
    const values = valuesOf(file);
    const inObjects = new Set(objects.flatMap(({ partsOfWhole }) => partsOfWhole(values)));
    return values.filter((value) => inObjects.has(value) || wanted.some((leaf) => isSame(leaf, value)));
  };
  const [ofStack, inProject] = [inFile(stack), inFile(project)];
  if (ofStack.length + inProject.length === 0) return undefined;
  const found = [...ofStack.map(({ names }) => names), ...inProject.map(ofProject)];
  return plainTextRefusal(
    encryptCommands(found, (key) => stack?.formOf(key) ?? "unknown"),
    inProject.length > 0,
  );
};
