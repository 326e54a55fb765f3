import type * as JsYaml from "js-yaml";
import { isRecord } from "../json-text.js";
import { MIN_RANDOM_LENGTH } from "./coincidence.js";
import { isEntry, type Leaf, leavesOf, withParts } from "./leaves.js";

/**
 * How the stack's file has a value: as an object, whose parts have paths, or as one text. Unknown without the file, and if the
 * value comes from elsewhere.
 */
export type ConfigForm = "object" | "text" | "unknown";

/** A file that holds configuration: the project's, or that of a stack. */
export interface ConfigFile {
  /** All texts in it, with those in a text that is JSON. */
  readonly leaves: readonly Leaf[];
  /** The folder of stack files that a project's file names. */
  readonly stackFolder: string | undefined;
  readonly formOf: (key: string) => ConfigForm;
  /** Whether it could be parsed. If not, nobody knows what is in it. */
  readonly isReadable: boolean;
  /** The text of a file that can't be parsed. */
  readonly unread: string | undefined;
}

/** Pulumi accepts a key also in its long form, `namespace:config:name`. */
const shortForm = (name: string): string => name.replace(/^([^:]+):config:/, "$1:");

/** Parses YAML, with every value as the text that stands there: 1.50 isn't a number. Any tag is accepted. */
const createParser = (): ((text: string) => unknown) => {
  // Loaded when it's needed: most programs have nothing to look for.
  // oxlint-disable-next-line typescript/no-require-imports -- when it is called
  const { FAILSAFE_SCHEMA, loadAll, Type } = require("js-yaml") as typeof JsYaml;
  const merge = new Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (text) => text === "<<" });
  const kinds = ["scalar", "sequence", "mapping"] as const;
  const explicit = ["!", "tag:yaml.org,2002:"].flatMap((tag) =>
    kinds.map(
      (kind) => new Type(tag, { kind, multi: true, resolve: () => true, construct: (value: unknown) => value }),
    ),
  );
  const schema = FAILSAFE_SCHEMA.extend({ implicit: [merge], explicit });
  // Like Pulumi, this takes the last of several values with one name.
  return (text) => loadAll(text, null, { schema, json: true })[0];
};
let parse: ReturnType<typeof createParser> | undefined;

/** The first of several documents in a file, with its directives. Pulumi reads no other, and accepts whatever they are. */
const firstDocument = (text: string): string => {
  for (const { index } of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)) {
    const before = text.slice(0, index).split(/\r\n?|\n/);
    if (before.some((line) => !/^\uFEFF?\s*(?:[#%]|$)/.test(line))) return text.slice(0, index);
  }
  return text;
};

/** The content of a file, YAML or JSON. Pulumi has read it before, and refuses one with an error. */
const contentOf = (text: string): { readonly content: unknown } | undefined => {
  try {
    const content = (parse ??= createParser())(firstDocument(text));
    // Fails for a value that contains itself.
    JSON.stringify(content);
    return { content };
  } catch {
    return undefined;
  }
};

const formOfValue = (value: unknown): ConfigForm => {
  if (isRecord(value)) return typeof value.secure === "string" ? "text" : "object";
  if (Array.isArray(value)) return "object";
  return typeof value === "string" ? "text" : "unknown";
};

export const openConfigFile = (text: string): ConfigFile => {
  const parsed = contentOf(text);
  const content = parsed?.content;
  const { config, stackConfigDir } = isRecord(content) ? content : {};
  const section = isRecord(config) ? Object.entries(config) : [];
  return {
    leaves: leavesOf(content)
      .map((leaf) => ({ ...leaf, names: leaf.names.map(shortForm) }))
      .flatMap(withParts),
    stackFolder: typeof stackConfigDir === "string" ? stackConfigDir : undefined,
    formOf: (key) => formOfValue(section.find(([name]) => shortForm(name) === key)?.[1]),
    isReadable: parsed !== undefined,
    unread: parsed === undefined ? text : undefined,
  };
};

/** The names without those that count the entries of a list. */
const withoutIndices = (names: readonly string[]): string[] =>
  names.filter((name, index) => index === 0 || !isEntry(name));

/** Whether the names lead to this place. Other names may stand between them. */
const leadTo = (names: readonly string[], place: readonly string[]): boolean => {
  let next = 0;
  for (const name of place) if (name === names[next]) next += 1;
  return next === names.length && place.at(-1) === names.at(-1);
};

/** YAML folds a text over several lines, and keeps the end of the last one. */
const withoutSpace = (text: string): string => text.replaceAll(/\s/g, "");

/**
 * Whether the file contains this value in plain text at the place to which the names lead. Other names may stand between
 * them. If the value is encrypted, the file contains only its ciphertext.
 */
export const isInPlainText = (file: ConfigFile | undefined, names: readonly string[], value: string): boolean => {
  const [path, wanted] = [withoutIndices(names), withoutSpace(value)];
  if (file?.unread !== undefined)
    return value.length >= MIN_RANDOM_LENGTH && withoutSpace(file.unread).includes(wanted);
  return (file?.leaves ?? []).some(
    (leaf) => withoutSpace(leaf.text) === wanted && leadTo(path, withoutIndices(leaf.names)),
  );
};
