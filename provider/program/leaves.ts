import { isRecord, readJson } from "../json-text.js";

/** Whether a name counts an entry of a list: `[0]`. */
export const isEntry = (name: string): boolean => /^\[\d+\]$/.test(name);

/** A text or number, with the names that lead to it. */
export interface Leaf {
  readonly names: readonly string[];
  readonly text: string;
}

/** All texts and numbers in a value. */
export const leavesOf = (value: unknown, names: readonly string[] = []): Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...names, `[${index}]`]));
  if (isRecord(value)) return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...names, name]));
  return typeof value === "string" || typeof value === "number" ? [{ names, text: String(value) }] : [];
};

/** A text, and its values if it is JSON: Pulumi passes an object to a program so, and sets one so without `--path`. */
export const withParts = ({ names, text }: Leaf): Leaf[] => {
  const parsed = /^\s*[{[]/.test(text) ? readJson(text) : undefined;
  return [{ names, text }, ...(typeof parsed === "object" ? leavesOf(parsed, names) : [])];
};
