import { z } from "zod";
import { connectionNames, namedCredentials } from "../../provider/connection/connection-names.js";
import { isCredentialName } from "../../provider/connection/setting-names.js";
import { CONNECTIONS_KEY, NAMESPACE, type SettingSources } from "../../provider/connection/settings.js";
import { readJson } from "../../provider/json-text.js";
import { runPulumi } from "../run-pulumi.js";

const valueSchema = z.object({ value: z.string().optional(), secret: z.boolean().optional() });
const configSchema = z.record(z.string(), valueSchema);
type Config = z.infer<typeof configSchema>;

const readConfig = async (stack: string, cwd: string | undefined): Promise<Config> => {
  const text = await runPulumi(["config", "--show-secrets", "--json", "--stack", stack], cwd);
  // The schema's message would quote the configuration, secrets in the clear.
  const config = configSchema.safeParse(readJson(text)).data;
  if (config === undefined) throw new Error("what `pulumi config --json` printed cannot be read");
  return config;
};

/** Settings as the provider would find them, and the names of the connections that have any. */
export interface ConfiguredConnections {
  readonly sources: SettingSources;
  readonly names: readonly string[];
  /** Credentials that stand in the stack's configuration in the clear: `pulumi up` refuses them. */
  readonly clearCredentials: readonly string[];
}

/**
 * Whether a value of a named connection is encrypted. The Pulumi CLI tells it of the whole object, which is secret as soon
 * as anything in it is, and of each path.
 */
const isEncrypted = async (path: string, stack: string, cwd: string | undefined): Promise<boolean> => {
  const text = await runPulumi(["config", "get", "--path", path, "--json", "--stack", stack], cwd);
  const value = valueSchema.safeParse(readJson(text)).data;
  if (value === undefined) throw new Error("what `pulumi config get --json` printed cannot be read");
  return value.secret === true;
};

const findClearCredentials = async (config: Config, stack: string, cwd: string | undefined): Promise<string[]> => {
  const prefix = `${NAMESPACE}:`;
  const clear = Object.entries(config)
    .filter(
      ([key, { secret }]) => key.startsWith(prefix) && secret !== true && isCredentialName(key.slice(prefix.length)),
    )
    .map(([key]) => key);
  const connections = config[CONNECTIONS_KEY];
  for (const { key } of namedCredentials(connections?.value, isCredentialName)) {
    if (connections?.secret !== true || !(await isEncrypted(key, stack, cwd))) clear.push(key);
  }
  return clear;
};

/** Reads the settings of a stack through the Pulumi CLI, where there is one, and those of the environment. */
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
