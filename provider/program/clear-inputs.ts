import * as pulumi from "@pulumi/pulumi";
import { plainTextRefusal } from "./clear-credentials.js";
import { isDateOfKey, MIN_LENGTH, MIN_RANDOM_LENGTH } from "./coincidence.js";
import { type ConfigValue, findConfigValues, formOfKey } from "./config-values.js";
import { encryptCommands } from "./encrypt-commands.js";
import { type Leaf, leavesOf } from "./leaves.js";
import { isRecord } from "../json-text.js";
import { reportedOnUse } from "./reported-on-use.js";
import { refuseRun } from "./unless-refused.js";
import { wholeObject } from "./whole-object.js";

/** The object that a value is a member of. Undefined for a value of its own. */
const objectOf = ({ names }: Leaf): string | undefined =>
  names.length > 1 ? JSON.stringify(names.slice(0, -1)) : undefined;

/** The values of the configuration that an input is made of. */
const valuesOfInput = (input: unknown): ConfigValue[] => {
  const leaves = leavesOf(input).filter(({ text }) => text.length >= MIN_LENGTH);
  const textsOf = (isDate: boolean): Set<string> =>
    new Set(leaves.filter(({ names }) => isDateOfKey(names) === isDate).map(({ text }) => text));
  const [texts, dates] = [textsOf(false), textsOf(true)];
  const found = findConfigValues(({ text }) => texts.has(text) || dates.has(text));
  const objects = new Set(found.filter(({ text }) => texts.has(text)).map(objectOf));
  objects.delete(undefined);
  return found.filter((value) => texts.has(value.text) || objects.has(objectOf(value)));
};

/** The values of an object that the configuration has as it is. */
const valuesOfObject = (object: object): ConfigValue[] => {
  const { isPart, partsOfWhole } = wholeObject(object);
  return partsOfWhole(findConfigValues(isPart).filter(({ isClear }) => isClear));
};

/**
 * @param isWhole whether an object is refused only if the configuration has all of it
 * @throws RunError with ERR_CONFIG_NOT_SECRET
 */
export const refuseClear = (input: unknown, { isWhole = false } = {}): void => {
  const values = isWhole && typeof input === "object" && input !== null ? valuesOfObject(input) : valuesOfInput(input);
  const encrypted = new Set(values.filter(({ isClear }) => !isClear).map(({ text }) => text));
  // A word that the configuration also has encrypted is the input's there.
  const clear = values.filter(
    ({ text, isClear }) => isClear && (text.length >= MIN_RANDOM_LENGTH || !encrypted.has(text)),
  );
  if (clear.length === 0) return;
  const commands = encryptCommands(
    clear.map(({ names }) => names),
    formOfKey,
  );
  refuseRun(
    plainTextRefusal(
      commands,
      clear.some(({ isOfProject }) => isOfProject),
    ),
  );
};

const isPlain = (input: unknown): boolean =>
  isRecord(input) && !pulumi.Output.isInstance(input)
    ? Object.values(input).every(isPlain)
    : ["string", "number"].includes(typeof input);

/**
 * Makes an input secret, and refuses one that the stack's configuration contains in plain text: Pulumi stores that
 * configuration in the state too. If the value is known only later, the returned output rejects then.
 *
 * @throws RunError with ERR_CONFIG_NOT_SECRET
 */
export const secretInput = (input: unknown): pulumi.Output<unknown> => {
  if (isPlain(input)) {
    refuseClear(input);
    return pulumi.secret(input);
  }
  const output: pulumi.Output<unknown> = pulumi.output(input);
  const checked = reportedOnUse(
    output.apply((value) => {
      refuseClear(value);
      return value;
    }),
  );
  return reportedOnUse(pulumi.secret(checked));
};
