import { isRecord } from "../json-text.js";

/** A text or number, with the names that lead to it. */
export interface Leaf {
  readonly names: readonly string[];
  readonly text: string;
}

/** All texts and numbers in a value. */
export const leavesOf = (value: unknown, names: readonly string[] = []): Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...names, String(index)]));
  if (isRecord(value)) return Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...names, name]));
  return typeof value === "string" || typeof value === "number" ? [{ names, text: String(value) }] : [];
};
