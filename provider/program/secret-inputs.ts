import * as pulumi from "@pulumi/pulumi";
import { refuseClear } from "./clear-inputs.js";
import { isRecord } from "../json-text.js";
import { reportedOnUse } from "./reported-on-use.js";
import { markedInputsOf, type ResourceTable } from "../resources/table.js";

const isObject = (input: unknown): input is Readonly<Record<string, unknown>> =>
  isRecord(input) && [Object.prototype, null].includes(Object.getPrototypeOf(input) as object | null);

/**
 * Refuses what a program passes as a secret although the stack's configuration contains it in plain text. The rest of an
 * input may well be there.
 */
const checkSecrets = (input: unknown, canBeSecret: (value: unknown) => boolean): unknown => {
  if (pulumi.Output.isInstance(input)) {
    const checked = input.apply(async (value: unknown) => {
      if (canBeSecret(value) && (await pulumi.isSecret(input))) refuseClear(value, { isWhole: true });
      return value;
    });
    return reportedOnUse(checked);
  }
  return isObject(input)
    ? Object.fromEntries(Object.entries(input).map(([name, value]) => [name, checkSecrets(value, canBeSecret)]))
    : input;
};

/**
 * Checks the inputs of a resource that are secret only if the program says so. If one is refused, its output rejects with
 * ERR_CONFIG_NOT_SECRET.
 */
export const checkSecretInputs = <Args extends object>(args: Args, table: ResourceTable): Args => {
  const inputs = new Map<string, unknown>(Object.entries(args));
  const checked = Object.entries(markedInputsOf(table))
    .filter(([name]) => inputs.has(name))
    .map(([name, canBeSecret]): [string, unknown] => [name, checkSecrets(inputs.get(name), canBeSecret)]);
  return { ...args, ...Object.fromEntries<unknown>(checked) };
};
