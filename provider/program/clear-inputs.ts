import * as pulumi from "@pulumi/pulumi";
import { isInPlainText, plainTextRefusal } from "./clear-credentials.js";
import { isRecord, readJson } from "../json-text.js";
import { isConfigSecret } from "./config-secret.js";
import { perRun } from "./per-run.js";
import { reportedOnUse } from "./reported-on-use.js";
import { readStackFile } from "./stack-file.js";

/** A shorter value could be in the configuration by coincidence. */
const MIN_LENGTH = 8;

/** A value of the stack's configuration, with the names that lead to it: the key, then those in an object. */
interface Leaf {
  readonly names: readonly string[];
  readonly text: string;
}

const leavesOf = (value: unknown, names: readonly string[]): Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...names, String(index)]));
  if (isRecord(value)) return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...names, name]));
  return typeof value === "string" || typeof value === "number" ? [{ names, text: String(value) }] : [];
};

/** All values of a key. An object reaches the program as JSON. */
const valuesOf = (key: string, text: string): Leaf[] => {
  const parsed = readJson(text);
  const isObject = typeof parsed === "object" && parsed !== null;
  return [{ names: [key], text }, ...(isObject ? leavesOf(parsed, [key]) : [])];
};

/** In plain text or, in an object of which a part is secret, in plain text if the stack's file shows it so. */
const clearValues = (): Leaf[] => {
  let file: string | undefined;
  const isClear = ({ names, text }: Leaf): boolean => {
    if (!isConfigSecret(names[0] ?? "")) return true;
    if (names.length === 1 || text.length < MIN_LENGTH) return false;
    file ??= readStackFile(process.cwd(), pulumi.getStack()) ?? "";
    return isInPlainText(file, names.at(-1) ?? "", text);
  };
  return Object.entries(pulumi.runtime.allConfig()).flatMap(([key, text]) => valuesOf(key, text).filter(isClear));
};

/** The configuration stays the same for a whole run. */
const clearValuesOfRun = perRun(clearValues);

const stepOf = (name: string): string => {
  if (/^\d+$/.test(name)) return `[${name}]`;
  return /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
};

const commandOf = ([key = "", ...names]: readonly string[]): string => {
  const option = names.length > 0 ? "--path " : "";
  return `pulumi config set --secret ${option}'${key}${names.map(stepOf).join("")}'`;
};

const refuseClear = (value: unknown): void => {
  const texts = new Set(leavesOf(value, []).map(({ text }) => text));
  const clear = (clearValuesOfRun() ?? clearValues()).filter(
    ({ text }) => text.length >= MIN_LENGTH && texts.has(text),
  );
  if (clear.length > 0) throw new pulumi.RunError(plainTextRefusal(clear.map(({ names }) => commandOf(names))));
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
