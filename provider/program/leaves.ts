import { isRecord, readJson } from "../json-text.js";

/** Whether a name counts an entry of a list: `[0]`. */
export const isEntry = (name: string): boolean => /^\[\d+\]$/.test(name);

/** A text or number, with the names that lead to it. */
export interface Leaf {
  readonly names: readonly string[];
  readonly text: string;
}

const membersOf = (value: unknown): [name: string, value: unknown][] => {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [`[${index}]`, item]);
  return isRecord(value) ? Object.entries(value) : [];
};

/** All texts and numbers in a value, however deep. */
export const leavesOf = (value: unknown, names: readonly string[] = []): Leaf[] => {
  const found: Leaf[] = [];
  const rest = [{ names, value }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { names: path, value: part } = next;
    if (typeof part === "string" || typeof part === "number") found.push({ names: path, text: String(part) });
    // Taken from the end.
    for (const [name, item] of membersOf(part).reverse()) rest.push({ names: [...path, name], value: item });
  }
  return found;
};

/** The object or list that a text is in JSON. */
export const objectOfText = (text: string): object | undefined => {
  const parsed = /^\s*[{[]/.test(text) ? readJson(text) : undefined;
  return typeof parsed === "object" && parsed !== null ? parsed : undefined;
};

/** A text, and its values if it is JSON: Pulumi passes an object to a program so, and sets one so without `--path`. */
export const withParts = ({ names, text }: Leaf): Leaf[] => [{ names, text }, ...leavesOf(objectOfText(text), names)];
