import { isList, isObject, type Properties, Secret, Unknown, type Value } from "../values/values.js";

const INDENT = "    ";

const formatEntries = (entries: readonly (readonly [string, Value])[], indent: string): string => {
  const width = Math.max(...entries.map(([key]) => key.length));
  return entries.map(([key, value]) => `${indent}${key.padEnd(width)}: ${formatValue(value, indent)}\n`).join("");
};

const byKey = (object: Properties): readonly (readonly [string, Value])[] =>
  Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));

/** Formats a value as `pulumi up` does, without secrets. */
const formatValue = (value: Value, indent: string): string => {
  if (value instanceof Secret) return "[secret]";
  if (value instanceof Unknown) return "[unknown]";
  if (value === null) return "<null>";
  if (isList(value)) {
    if (value.length === 0) return "[]";
    const entries = value.map((item, index) => [`[${index}]`, item] as const);
    return `[\n${formatEntries(entries, indent + INDENT)}${indent}]`;
  }
  if (isObject(value)) {
    const entries = byKey(value);
    return entries.length === 0 ? "{}" : `{\n${formatEntries(entries, indent + INDENT)}${indent}}`;
  }
  return JSON.stringify(value);
};

/** Formats outputs as `pulumi up` does: one for each line, sorted by key. */
export const formatOutputs = (outputs: Properties): string => formatEntries(byKey(outputs), INDENT);

/** Outputs as JSON data, with `[secret]` and `[unknown]` in place of secret and unknown values. */
export const outputsToJson = (value: Value): unknown => {
  if (value instanceof Secret) return "[secret]";
  if (value instanceof Unknown) return "[unknown]";
  if (isList(value)) return value.map(outputsToJson);
  if (isObject(value)) return Object.fromEntries(byKey(value).map(([key, item]) => [key, outputsToJson(item)]));
  return value;
};
