import { z } from "zod";
import { NAMESPACE, SETTING_NAMES, SETTINGS, type SettingSources } from "../../provider/handlers/settings.js";
import { DEFAULT_CONNECTION } from "../../provider/properties.js";
import { runPulumi } from "../run-pulumi.js";

const configSchema = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean().optional() }));
type Config = z.infer<typeof configSchema>;

const CONNECTIONS_KEY = `${NAMESPACE}:connections`;

const readConfig = async (stack: string, cwd: string | undefined): Promise<Config> => {
  const text = await runPulumi(["config", "--show-secrets", "--json", "--stack", stack], cwd);
  try {
    return configSchema.parse(JSON.parse(text));
  } catch {
    // The parser's message would quote the configuration, secrets in the clear.
    throw new Error("what `pulumi config --json` printed cannot be read");
  }
};

const namesIn = (connections: string | undefined): string[] => {
  try {
    return Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(connections ?? "{}")));
  } catch {
    // Opening the connection tells of it.
    return [];
  }
};

/** The connection that a variable belongs to, such as `india` for CYBERSOURCE_INDIA_HOST. */
const connectionOf = (variable: string): string | undefined => {
  const setting = /^CYBERSOURCE_(.+)$/.exec(variable)?.[1] ?? "";
  const suffixes = SETTING_NAMES.map((name) => SETTINGS[name].variable);
  if (suffixes.some((suffix) => setting === suffix)) return DEFAULT_CONNECTION;
  const suffix = suffixes.find((each) => setting.endsWith(`_${each}`));
  return suffix === undefined ? undefined : setting.slice(0, -suffix.length - 1).toLowerCase();
};

/** Settings as the provider would find them, and the names of the connections that have any. */
export interface ConfiguredConnections {
  readonly sources: SettingSources;
  readonly names: readonly string[];
  /** Credentials that stand in the stack's configuration in the clear: `pulumi up` refuses them. */
  readonly clearCredentials: readonly string[];
}

/** Reads the settings of a stack through the Pulumi CLI, where there is one, and those of the environment. */
export const readConfiguredConnections = async (
  stack: string | undefined,
  cwd: string | undefined,
  environment: SettingSources["environment"],
): Promise<ConfiguredConnections> => {
  const config = stack === undefined ? {} : await readConfig(stack, cwd);
  const isGiven = ([, value]: [string, string | undefined]): boolean => value !== undefined && value.trim() !== "";
  const fromEnvironment = Object.entries(environment)
    .filter(isGiven)
    .map(([variable]) => connectionOf(variable));
  const hasDefault = SETTING_NAMES.some((name) => config[`${NAMESPACE}:${name}`] !== undefined);
  const named = namesIn(config[CONNECTIONS_KEY]?.value);
  // A variable cannot tell a hyphen in a name from an underscore: the configuration's spelling goes before.
  const asVariable = (name: string): string => name.replaceAll("-", "_").toLowerCase();
  const known = new Set(named.map(asVariable));
  const others = fromEnvironment.filter((name) => name !== undefined).filter((name) => !known.has(asVariable(name)));
  const names = new Set([...(hasDefault ? [DEFAULT_CONNECTION] : []), ...others, ...named]);
  const clearCredentials = SETTING_NAMES.filter((name) => SETTINGS[name].isSecret)
    .map((name) => `${NAMESPACE}:${name}`)
    .filter((key) => config[key] !== undefined && config[key].secret !== true);
  return {
    sources: { stackConfig: (key) => config[key]?.value, environment },
    names: [...names].sort((a, b) => Number(b === DEFAULT_CONNECTION) - Number(a === DEFAULT_CONNECTION)),
    clearCredentials,
  };
};
