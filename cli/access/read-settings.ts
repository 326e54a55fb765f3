import { z } from "zod";
import { connectionNames, hasUnreadCredential, namedCredentials } from "../../provider/connection/connection-names.js";
import { isCredentialName } from "../../provider/connection/setting-names.js";
import { CONNECTIONS_KEY, NAMESPACE, type SettingSources } from "../../provider/connection/settings.js";
import { encryptCommands } from "../../provider/program/encrypt-commands.js";
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
 * Whether a value of a named connection is encrypted. Asks for its path, because Pulumi marks the whole object of connections
 * secret if any value in it is.
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
  const prefix = `${NAMESPACE}:`;
  const clear = Object.entries(config)
    .filter(
      ([key, { secret }]) => key.startsWith(prefix) && secret !== true && isCredentialName(key.slice(prefix.length)),
    )
    .map(([key]) => ({ key, names: [key] }));
  const connections = config[CONNECTIONS_KEY];
  if (connections?.secret !== true && hasUnreadCredential(connections?.value, isCredentialName)) {
    clear.push({ key: CONNECTIONS_KEY, names: [CONNECTIONS_KEY] });
  }
  const form = connections?.objectValue === undefined ? "text" : "object";
  // A text is encrypted as a whole, and has no paths to ask for.
  const named = form === "text" && connections?.secret === true ? undefined : connections?.value;
  for (const { connection, name, key } of namedCredentials(named, isCredentialName)) {
    if (connections?.secret !== true || !(await isEncrypted(key, stack, cwd))) {
      clear.push({ key, names: [CONNECTIONS_KEY, connection, name] });
    }
  }
  return clear.map(({ key, names }) => ({ key, command: encryptCommands([names], () => form).join("") }));
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
