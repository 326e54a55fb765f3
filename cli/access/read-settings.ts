import { z } from "zod";
import { connectionNames } from "../../provider/connection/connection-names.js";
import { commandWithPath, forgottenPath } from "../../provider/connection/forgotten-path.js";
import { type SettingSources } from "../../provider/connection/settings.js";
import { credentialsOf } from "../../provider/program/credential-places.js";
import { encryptCommands, pathOf } from "../../provider/program/encrypt-commands.js";
import { readJson } from "../../provider/json-text.js";
import { runPulumi } from "../run-pulumi.js";

const valueSchema = z.object({
  value: z.string().optional(),
  /** Only there for an object that isn't one JSON text. */
  objectValue: z.unknown().optional(),
  secret: z.boolean().optional(),
});
const configSchema = z.record(z.string(), valueSchema);
type Config = z.infer<typeof configSchema>;

const readConfig = async (stack: string, cwd: string | undefined): Promise<Config> => {
  const text = await runPulumi(["config", "--show-secrets", "--json", "--stack", stack], cwd);
  // Doesn't use the schema's error, which would quote the configuration with its secrets.
  const config = configSchema.safeParse(readJson(text)).data;
  if (config === undefined) throw new Error("the output of `pulumi config --json` cannot be read");
  return config;
};

/** The settings that the provider would use, and the names of the connections that have any. */
export interface ConfiguredConnections {
  readonly sources: SettingSources;
  readonly names: readonly string[];
  /** Credentials that are in plain text in the stack's configuration, which `pulumi up` rejects. */
  readonly clearCredentials: readonly ClearCredential[];
}

export interface ClearCredential {
  /** The key or path. */
  readonly key: string;
  readonly command: string;
}

/**
 * Whether a value in an object is encrypted. Asks for its path, because Pulumi marks the whole object secret if any value in
 * it is.
 */
const isEncrypted = async (path: string, stack: string, cwd: string | undefined): Promise<boolean> => {
  const text = await runPulumi(["config", "get", "--path", path, "--json", "--stack", stack], cwd);
  const value = valueSchema.safeParse(readJson(text)).data;
  if (value === undefined) throw new Error("the output of `pulumi config get --json` cannot be read");
  return value.secret === true;
};

const findClearCredentials = async (
  config: Config,
  stack: string,
  cwd: string | undefined,
): Promise<ClearCredential[]> => {
  const found: ClearCredential[] = [];
  for (const { names } of credentialsOf(Object.keys(config), (key) => config[key]?.value)) {
    const [name = ""] = names;
    const { secret, objectValue } = config[name] ?? {};
    const form = objectValue === undefined ? "text" : "object";
    // A text is encrypted as a whole, and has no paths to ask for.
    const isWhole = names.length === 1 || form === "text";
    const key = pathOf(names);
    if (secret === true && (isWhole || (await isEncrypted(key, stack, cwd)))) continue;
    const meant = forgottenPath(name);
    const question =
      meant && `. Was --path forgotten? Then run ${commandWithPath(meant)} and pulumi config rm '${name}' instead`;
    found.push({ key, command: encryptCommands([names], () => form).join("") + (question ?? "") });
  }
  return found;
};

/** Reads the settings of a stack through the Pulumi CLI, if a stack is given, and those of the environment. */
export const readConfiguredConnections = async (
  stack: string | undefined,
  cwd: string | undefined,
  environment: SettingSources["environment"],
): Promise<ConfiguredConnections> => {
  const config = stack === undefined ? {} : await readConfig(stack, cwd);
  const sources = { stackConfig: (key: string) => config[key]?.value, keys: () => Object.keys(config), environment };
  return {
    sources,
    names: connectionNames(sources),
    clearCredentials: stack === undefined ? [] : await findClearCredentials(config, stack, cwd),
  };
};
