import { readFile } from "node:fs/promises";
import { type Document, LineCounter, parseDocument, type Scalar, visit } from "yaml";
import { EngineError, type EngineErrorCode } from "../errors.js";
import { systemErrorCode } from "../../system-error.js";

/** The data of a YAML file. Maps are `Map`s, so that no key can reach a prototype. Integers are exact. */
export type YamlData = null | boolean | number | bigint | string | readonly YamlData[] | ReadonlyMap<string, YamlData>;

// Octal and binary numbers, grouped digits and dates. The Pulumi CLI reads them as YAML 1.1: for example, 0123 as 83.
const AMBIGUOUS = new RegExp(
  [
    "^[-+]?0[0-9_]+$",
    "^[-+]?0b[01_]+$",
    "^[-+]?[0-9]+_[0-9_.]*$",
    "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9][0-9.]*(Z|[-+][0-9:]+)?)?$",
  ].join("|"),
);

/** Finds an unquoted value that YAML 1.1 and YAML 1.2 read differently. */
const findAmbiguous = (document: Document): Scalar | undefined => {
  let found: Scalar | undefined;
  visit(document, {
    Scalar: (key, node) => {
      if (key === "key" || node.type !== "PLAIN" || !AMBIGUOUS.test(node.source ?? "")) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
};

const toData = (value: unknown): YamlData => {
  if (Array.isArray(value)) return value.map(toData);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [String(key), toData(item)]));
  switch (typeof value) {
    case "boolean":
    case "number":
    case "bigint":
    case "string":
      return value;
    default:
      return null;
  }
};

/** The data of a document, without comments. */
export const dataOf = (document: Document): YamlData => toData(document.toJS({ mapAsMap: true }));

/** Whether the data can be built. Aliases may be undefined, circular, or expand until memory runs out. */
const isReadable = (document: Document): boolean => {
  try {
    dataOf(document);
    return true;
  } catch {
    return false;
  }
};

/** Reads a YAML file with its comments. Returns undefined if it doesn't exist. */
export const readYamlDocument = async (file: string, code: EngineErrorCode): Promise<Document | undefined> => {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const reason = systemErrorCode(error);
    if (reason === "ENOENT") return undefined;
    throw new EngineError(code, `Cannot read ${file}: ${reason ?? "unknown error"}`);
  }
  const lineCounter = new LineCounter();
  // The parser would print its warnings, which quote the file and may show a secret.
  const document = parseDocument(text, { lineCounter, intAsBigInt: true, merge: true, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) {
    // Only the position: the parser's message quotes the file.
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new EngineError(code, `${file} is not valid YAML (${error.code} at line ${line}, column ${col})`);
  }
  if (!isReadable(document))
    throw new EngineError(code, `${file}: its YAML aliases can't be resolved, or it is nested too deeply`);
  const ambiguous = findAmbiguous(document);
  if (ambiguous === undefined) return document;
  const { line } = lineCounter.linePos(ambiguous.range?.[0] ?? 0);
  throw new EngineError(
    code,
    `${file}: put the value in line ${line} in quotes: without them, the Pulumi CLI may read another value`,
  );
};

export const isYamlMap = (data: YamlData | undefined): data is ReadonlyMap<string, YamlData> => data instanceof Map;
export const isYamlList = (data: YamlData | undefined): data is readonly YamlData[] => Array.isArray(data);

/** Escapes a string as Go's JSON encoder does, so that states from the engine and from the CLI are equal. */
const jsonOfText = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** Formats the data as JSON, byte for byte as the Pulumi CLI does. */
export const jsonTextOf = (data: YamlData): string => {
  if (typeof data === "bigint") return data.toString();
  if (isYamlList(data)) return `[${data.map(jsonTextOf).join(",")}]`;
  if (typeof data === "string") return jsonOfText(data);
  if (!isYamlMap(data)) return JSON.stringify(data);
  const entries = [...data].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${jsonOfText(key)}:${jsonTextOf(value)}`).join(",")}}`;
};
