import { readFile } from "node:fs/promises";
import { type Document, LineCounter, parseDocument, type Scalar, visit } from "yaml";
import { EngineError, type EngineErrorCode } from "../errors.js";
import { systemErrorCode } from "../../system-error.js";

/** Plain data of a YAML file. Maps stay maps, so that no key can reach a prototype; whole numbers are exact. */
export type YamlData = null | boolean | number | bigint | string | readonly YamlData[] | ReadonlyMap<string, YamlData>;

// Octal and binary numbers, digits in groups and dates: the Pulumi CLI reads these as YAML 1.1, `0123` as 83.
const MISREAD = new RegExp(
  [
    "^[-+]?0[0-9_]+$",
    "^[-+]?0b[01_]+$",
    "^[-+]?[0-9]+_[0-9_.]*$",
    "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9][0-9.]*(Z|[-+][0-9:]+)?)?$",
  ].join("|"),
);

/** Finds a value without quotes that two readers would take for two different things. */
const findMisread = (document: Document): Scalar | undefined => {
  let found: Scalar | undefined;
  visit(document, {
    Scalar: (key, node) => {
      if (key === "key" || node.type !== "PLAIN" || !MISREAD.test(node.source ?? "")) return undefined;
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

/** The data of a document, without its comments. */
export const dataOf = (document: Document): YamlData => toData(document.toJS({ mapAsMap: true }));

/** Aliases can name nothing, each other without end, or so much that it would fill the memory. */
const isFinite = (document: Document): boolean => {
  try {
    dataOf(document);
    return true;
  } catch {
    return false;
  }
};

/** Reads a YAML file with its comments; `undefined` where there is none. */
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
  // A warning would be printed, and quote the file, which may hold a secret.
  const document = parseDocument(text, { lineCounter, intAsBigInt: true, merge: true, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) {
    // By its place alone: the error's own message quotes the file.
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new EngineError(code, `${file} is not valid YAML (${error.code} at line ${line}, column ${col})`);
  }
  if (!isFinite(document))
    throw new EngineError(code, `${file}: its aliases cannot be followed, or it is nested too deep`);
  const misread = findMisread(document);
  if (misread === undefined) return document;
  const { line } = lineCounter.linePos(misread.range?.[0] ?? 0);
  throw new EngineError(
    code,
    `${file}: put the value at line ${line} in quotes; without, it may be read as another one`,
  );
};

export const isYamlMap = (data: YamlData | undefined): data is ReadonlyMap<string, YamlData> => data instanceof Map;
export const isYamlList = (data: YamlData | undefined): data is readonly YamlData[] => Array.isArray(data);

/** A text in JSON, escaped as Go's encoder does it: it ends up in states, which are compared. */
const jsonOfText = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The data as JSON text, byte for byte as the Pulumi CLI presents it. */
export const jsonTextOf = (data: YamlData): string => {
  if (typeof data === "bigint") return data.toString();
  if (isYamlList(data)) return `[${data.map(jsonTextOf).join(",")}]`;
  if (typeof data === "string") return jsonOfText(data);
  if (!isYamlMap(data)) return JSON.stringify(data);
  const entries = [...data].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${jsonOfText(key)}:${jsonTextOf(value)}`).join(",")}}`;
};
