import { dirname, join, resolve } from "node:path";
import { EngineError, unsupported } from "../errors.js";
import { dataOf, isYamlList, isYamlMap, readYamlDocument, type YamlData } from "./yaml-file.js";

/** A configuration key that the project declares. */
export interface ProjectSetting {
  /** The full key, `namespace:name`. */
  readonly key: string;
  /** The value to use if the stack doesn't set one. */
  readonly fallback?: YamlData;
  readonly type?: YamlData;
  readonly items?: YamlData;
  readonly isSecret: boolean;
}

/** A Pulumi project, from its Pulumi.yaml. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  /** The program's folder or file, if it isn't the project folder. */
  readonly main?: string;
  /** Options of the Node.js runtime, such as `typescript` and `nodeargs`. */
  readonly runtimeOptions: ReadonlyMap<string, YamlData>;
  readonly settings: readonly ProjectSetting[];
  /** The path of a stack's file, which may not exist. */
  readonly stackFile: (stack: string) => string;
}

// In the order of the Pulumi CLI.
const EXTENSIONS = [".json", ".yaml", ".yml"];

const invalid = (file: string, why: string): EngineError => new EngineError("ERR_ENGINE_PROJECT", `${file}: ${why}`);

const textAt = (data: ReadonlyMap<string, YamlData>, key: string, file: string): string | undefined => {
  const value = data.get(key) ?? undefined;
  if (value !== undefined && typeof value !== "string") throw invalid(file, `${key} must be a string`);
  return value;
};

/** Adds the project's namespace to a configuration key without one. */
export const fullKey = (project: string, key: string): string => {
  const parts = key.split(":");
  if (parts.length === 1) return `${project}:${key}`;
  // <namespace>:config:<name> is the older form of <namespace>:<name>.
  if (parts.length === 3 && parts[1] === "config") return `${parts[0] ?? ""}:${parts[2] ?? ""}`;
  if (parts.length === 2) return key;
  throw new EngineError("ERR_ENGINE_CONFIG", `${key} is not a configuration key (<namespace>:<name>)`);
};

const parseSetting = (project: string, name: string, data: YamlData): ProjectSetting => {
  const key = fullKey(project, name);
  // The short form is only the value.
  if (!isYamlMap(data)) return { key, isSecret: false, ...(data === null ? {} : { fallback: data }) };
  const fallback = data.get("default") ?? data.get("value") ?? null;
  const type = data.get("type") ?? null;
  const items = data.get("items") ?? null;
  return {
    key,
    isSecret: data.get("secret") === true,
    ...(fallback === null ? {} : { fallback }),
    ...(type === null ? {} : { type }),
    ...(items === null ? {} : { items }),
  };
};

const parseRuntime = (data: YamlData | undefined, file: string): ReadonlyMap<string, YamlData> => {
  const name = isYamlMap(data) ? data.get("name") : data;
  const options = isYamlMap(data) ? data.get("options") : undefined;
  if (typeof name !== "string") throw invalid(file, "runtime is missing");
  if (name !== "nodejs") throw unsupported(`The runtime ${name}`);
  return isYamlMap(options) ? options : new Map<string, YamlData>();
};

const parseProject = (data: YamlData, file: string, extension: string): Project => {
  if (!isYamlMap(data)) throw invalid(file, "it is not a Pulumi project");
  const name = textAt(data, "name", file);
  if (name === undefined || name === "") throw invalid(file, "project is missing a 'name' attribute");
  const options = data.get("options");
  if (isYamlMap(options) && options.get("refresh") === "always")
    throw unsupported("The project option refresh: always");
  const config = data.get("config");
  const main = textAt(data, "main", file);
  // `config: <folder>` is the older form of `stackConfigDir: <folder>`.
  const stackFolder = textAt(data, "stackConfigDir", file) ?? (typeof config === "string" ? config : "");
  const folder = dirname(file);
  return {
    name,
    folder,
    ...(main === undefined ? {} : { main }),
    runtimeOptions: parseRuntime(data.get("runtime"), file),
    settings: isYamlMap(config) ? [...config].map(([key, value]) => parseSetting(name, key, value)) : [],
    stackFile: (stack) => join(folder, stackFolder, `Pulumi.${stack.replaceAll("/", "-")}${extension}`),
  };
};

/** Reads the project of a folder. As with the Pulumi CLI, Pulumi.yaml may be in a parent folder. */
export const readProject = async (cwd: string): Promise<Project> => {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const extension of EXTENSIONS) {
      const file = join(folder, `Pulumi${extension}`);
      const document = await readYamlDocument(file, "ERR_ENGINE_PROJECT");
      if (document !== undefined) return parseProject(dataOf(document), file, extension);
    }
    if (folder === dirname(folder)) break;
  }
  throw new EngineError("ERR_ENGINE_PROJECT", `No Pulumi.yaml in ${resolve(cwd)} or a parent folder`);
};

/** Whether a value has a type of Pulumi.yaml. As with the Pulumi CLI, a string can be an integer or a boolean. */
export const isOfType = (value: YamlData, type: YamlData, items: YamlData | undefined): boolean => {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      if (typeof value === "string") return /^[+-]?\d+$/.test(value);
      return typeof value === "bigint" || Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isYamlMap(value);
    default:
      return (
        isYamlList(value) &&
        isYamlMap(items) &&
        value.every((item) => isOfType(item, items.get("type") ?? null, items.get("items")))
      );
  }
};
