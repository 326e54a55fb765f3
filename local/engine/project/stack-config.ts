import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Document } from "yaml";
import { EngineError, unsupported } from "../errors.js";
import type { Crypter } from "../state/passphrase.js";
import { fullKey, isOfType, type Project, type ProjectSetting } from "./project.js";
import { dataOf, isYamlList, isYamlMap, jsonTextOf, readYamlDocument, type YamlData } from "./yaml-file.js";

/** A configuration value as programs see it: a string, or the JSON of any other value. */
export interface ConfigValue {
  readonly text: string;
  readonly secret: boolean;
}

/** The values by their full keys, `namespace:name`. */
export type StackConfig = ReadonlyMap<string, ConfigValue>;

/** The stack file Pulumi.STACK.yaml, with its secrets encrypted. */
export interface StackFile {
  readonly path: string;
  readonly encryptionSalt: string | undefined;
  /**
   * The configuration with decrypted secrets, and with the project's defaults for values that the stack doesn't set.
   */
  readonly config: (crypter: Crypter) => StackConfig;
  readonly setEncryptionSalt: (salt: string) => void;
  /** Sets a value. With a crypter, the value is encrypted. */
  readonly setValue: (key: string, text: string, crypter?: Crypter) => void;
  /** Writes the file. Comments are preserved. */
  readonly save: () => Promise<void>;
}

/** The variables from which Pulumi's Node.js SDK reads the configuration. It expects keys in their older form. */
export const configEnvironment = (
  config: StackConfig,
): Record<"PULUMI_CONFIG" | "PULUMI_CONFIG_SECRET_KEYS", string> => ({
  PULUMI_CONFIG: JSON.stringify(
    Object.fromEntries([...config].map(([key, { text }]) => [key.replace(":", ":config:"), text])),
  ),
  PULUMI_CONFIG_SECRET_KEYS: JSON.stringify([...config].filter(([, { secret }]) => secret).map(([key]) => key)),
});

const invalid = (why: string): EngineError => new EngineError("ERR_ENGINE_CONFIG", why);

interface Decrypted {
  readonly data: YamlData;
  readonly secret: boolean;
}

/** Decrypts every `{ secure: <ciphertext> }`, at any depth. */
const decryptData = (data: YamlData, crypter: Crypter): Decrypted => {
  if (isYamlList(data)) {
    const items = data.map((item) => decryptData(item, crypter));
    return { data: items.map((item) => item.data), secret: items.some(({ secret }) => secret) };
  }
  if (!isYamlMap(data)) return { data, secret: false };
  const ciphertext = data.get("secure");
  if (data.size === 1 && typeof ciphertext === "string") return { data: crypter.decrypt(ciphertext), secret: true };
  const entries = [...data].map(([key, value]) => [key, decryptData(value, crypter)] as const);
  return {
    data: new Map(entries.map(([key, value]) => [key, value.data])),
    secret: entries.some(([, { secret }]) => secret),
  };
};

const decryptSetting = (path: string, key: string, data: YamlData, crypter: Crypter): Decrypted => {
  try {
    return decryptData(data, crypter);
  } catch (error) {
    throw error instanceof EngineError ? new EngineError(error.code, `${path}: ${key}: ${error.message}`) : error;
  }
};

const textOf = (data: YamlData): string => {
  if (data === null) return "";
  return typeof data === "string" ? data : jsonTextOf(data);
};

const checkSetting = (stack: string, { key, type, items, isSecret }: ProjectSetting, found: Decrypted): void => {
  if (type === undefined) return;
  if (isSecret && !found.secret) throw invalid(`Stack ${stack}: configuration key ${key} must be a secret`);
  // A program sees scalars as strings, so their string form is checked.
  const value = isYamlMap(found.data) || isYamlList(found.data) ? found.data : textOf(found.data);
  if (!isOfType(value, type, items)) {
    throw invalid(`Stack ${stack}: configuration key ${key} must be of type ${textOf(type)}`);
  }
};

const mergeSettings = (
  project: Project,
  stack: string,
  values: ReadonlyMap<string, Decrypted>,
): ReadonlyMap<string, Decrypted> => {
  const merged = new Map(values);
  const missing: string[] = [];
  for (const setting of project.settings) {
    const { key, fallback } = setting;
    const found = values.get(key);
    if (found !== undefined) checkSetting(stack, setting, found);
    else if (fallback !== undefined) merged.set(key, { data: fallback, secret: false });
    else if (key.startsWith(`${project.name}:`)) missing.push(key);
  }
  if (missing.length > 0) throw invalid(`Stack ${stack} is missing configuration: ${missing.sort().join(", ")}`);
  return merged;
};

const checkProviders = (data: ReadonlyMap<string, YamlData>): void => {
  const provider = data.get("secretsprovider") ?? "passphrase";
  if (provider !== "passphrase" && provider !== "default")
    throw unsupported(`The secrets provider ${/^[a-z]+(?=:\/\/)/.exec(textOf(provider))?.[0] ?? "of this stack"}`);
  if ((data.get("encryptedkey") ?? null) !== null) throw unsupported("A stack with an encryptedkey");
  if ((data.get("environment") ?? null) !== null) throw unsupported("A stack with Pulumi ESC environments");
};

const writeAtomically = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const scratch = `${path}.${randomUUID()}.tmp`;
  await writeFile(scratch, text);
  await rename(scratch, path);
};

/** Reads a stack file. A missing file counts as an empty one. */
export const readStackFile = async (project: Project, stack: string): Promise<StackFile> => {
  const path = project.stackFile(stack);
  const document = (await readYamlDocument(path, "ERR_ENGINE_CONFIG")) ?? new Document({});
  const read = (): ReadonlyMap<string, YamlData> => {
    const data = dataOf(document) ?? new Map<string, YamlData>();
    if (!isYamlMap(data)) throw invalid(`${path} is not a stack file`);
    return data;
  };
  const values = (): ReadonlyMap<string, YamlData> => {
    const config = read().get("config") ?? new Map<string, YamlData>();
    if (!isYamlMap(config)) throw invalid(`${path}: config is not a map`);
    return config;
  };
  checkProviders(read());
  values();
  return {
    path,
    get encryptionSalt() {
      const salt = read().get("encryptionsalt") ?? undefined;
      if (salt !== undefined && typeof salt !== "string") throw invalid(`${path}: encryptionsalt is not a string`);
      return salt;
    },
    config: (crypter) => {
      const decrypted = new Map(
        [...values()].map(
          ([key, data]) => [fullKey(project.name, key), decryptSetting(path, key, data, crypter)] as const,
        ),
      );
      return new Map(
        [...mergeSettings(project, stack, decrypted)].map(([key, { data, secret }]) => [
          key,
          { text: textOf(data), secret },
        ]),
      );
    },
    setEncryptionSalt: (salt) => document.setIn(["encryptionsalt"], salt),
    setValue: (key, text, crypter) => {
      const full = fullKey(project.name, key);
      // The file may spell the key without the namespace: keep its spelling.
      const name = [...values().keys()].find((existing) => fullKey(project.name, existing) === full) ?? full;
      document.setIn(["config", name], crypter === undefined ? text : { secure: crypter.encrypt(text) });
    },
    save: () => writeAtomically(path, document.toString({ lineWidth: 0 })),
  };
};
