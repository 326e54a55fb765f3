import { readFile } from "node:fs/promises";
import { type Document, LineCounter, parseDocument } from "yaml";
import { EngineError, type EngineErrorCode } from "./errors.js";

/** Plain data of a YAML file. Maps stay maps, so that no key can reach a prototype; whole numbers are exact. */
export type YamlData = null | boolean | number | bigint | string | readonly YamlData[] | ReadonlyMap<string, YamlData>;

/** Reads a YAML file with its comments; `undefined` where there is none. */
export const readYamlDocument = async (file: string, code: EngineErrorCode): Promise<Document | undefined> => {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (reason === "ENOENT") return undefined;
    throw new EngineError(code, `Cannot read ${file}: ${reason}`);
  }
  const lineCounter = new LineCounter();
  // A pretty error would quote the file, which may hold a secret.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, intAsBigInt: true, merge: true });
  const [error] = document.errors;
  if (error === undefined) return document;
  const { line, col } = lineCounter.linePos(error.pos[0]);
  throw new EngineError(code, `${file} is not valid YAML (${error.code} at line ${line}, column ${col})`);
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

export const isYamlMap = (data: YamlData | undefined): data is ReadonlyMap<string, YamlData> => data instanceof Map;
export const isYamlList = (data: YamlData | undefined): data is readonly YamlData[] => Array.isArray(data);

/** The data as JSON text, keys in order, as the Pulumi CLI presents it. */
export const jsonTextOf = (data: YamlData): string => {
  if (typeof data === "bigint") return data.toString();
  if (isYamlList(data)) return `[${data.map(jsonTextOf).join(",")}]`;
  if (!isYamlMap(data)) return JSON.stringify(data);
  const entries = [...data].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${jsonTextOf(value)}`).join(",")}}`;
};
