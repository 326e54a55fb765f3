import { DEFAULT_CONNECTION } from "./settings.js";
import { nearestSetting } from "./setting-names.js";
import { strayKeys, strayVariables } from "./stray-settings.js";
import {
  CONNECTIONS_KEY,
  isPresent,
  keyOf,
  type Setting,
  SETTING_NAMES,
  type Settings,
  SETTINGS,
  type SettingSources,
  type SettingValues,
  variableOf,
} from "./settings.js";
import { isRecord, readJson } from "../json-text.js";

/**
 * Reads all settings, and apart from them those that are set to nothing. Removes white space around their values, except
 * around secrets, of which it may be a part.
 */
const collect = (
  read: (setting: Setting) => string | undefined,
): { readonly found: SettingValues; readonly blank: SettingValues } => {
  const found: Partial<Record<Setting, string>> = {};
  const blank: Partial<Record<Setting, string>> = {};
  for (const name of SETTING_NAMES) {
    const value = read(name);
    if (value === undefined) continue;
    if (!isPresent(value)) blank[name] = value;
    else found[name] = SETTINGS[name].isSecret ? value : value.trim();
  }
  return { found, blank };
};

/** The settings of a connection in the stack's configuration. */
interface Configured {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly problems: readonly string[];
}

const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  const parsed = readJson(text);
  return isRecord(parsed) ? parsed : undefined;
};

export const UNREADABLE_CONNECTIONS =
  `${CONNECTIONS_KEY} must be an object of connections by name: correct its JSON, or remove it with \`pulumi config rm ` +
  `${CONNECTIONS_KEY}\` and set each setting with \`pulumi config set --path '${CONNECTIONS_KEY}.NAME.SETTING' VALUE\`, a ` +
  "credential with --secret";

const formOfConnections = (text: string | undefined): Settings["connections"] => {
  if (!isPresent(text)) return "missing";
  return parseObject(text) === undefined ? "unreadable" : "readable";
};

/** Parses the configuration object of named connections, without validating it. Empty if it isn't an object. */
export const namedConnections = (connections: string | undefined): Readonly<Record<string, unknown>> =>
  parseObject(connections ?? "") ?? {};

/** Whether the Pulumi CLI has rounded a number: it writes 1234567890123456789 as 1.2345678901234568e+18. */
const isRounded = (text: string): boolean => /^\d(?:\.\d+)?e\+\d+$/.test(text);

const rounded = (key: string): string =>
  `${key} was rounded, because the number has too many digits: set it as text with ` +
  `pulumi config set --path --type string '${key}', or put it in quotes in the stack's file`;

/** What is wrong with a setting of a named connection, if anything. */
const entryProblem = (connection: string, name: string, value: unknown): string | undefined => {
  const key = keyOf(connection, name);
  if (!Object.hasOwn(SETTINGS, name)) {
    const nearest = nearestSetting(name);
    const advice = nearest === undefined ? `the settings are ${SETTING_NAMES.join(", ")}` : `did you mean ${nearest}?`;
    return `${key} isn't a setting: ${advice}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) return rounded(key);
  return ["string", "number", "boolean"].includes(typeof value) ? undefined : `${key} must be a string`;
};

const namedSettings = (text: string | undefined, connection: string): Configured => {
  if (!isPresent(text)) return { values: {}, problems: [] };
  const connections = parseObject(text);
  if (connections === undefined) {
    return { values: {}, problems: [UNREADABLE_CONNECTIONS] };
  }
  const settings: unknown = Object.hasOwn(connections, connection) ? connections[connection] : {};
  if (!isRecord(settings)) {
    return { values: {}, problems: [`${CONNECTIONS_KEY}.${connection} must be an object of settings`] };
  }
  const entries = Object.entries(settings).map(
    ([name, value]) => ({ name, value, problem: entryProblem(connection, name, value) }) as const,
  );
  return {
    values: Object.fromEntries(
      entries.filter(({ problem }) => problem === undefined).map(({ name, value }) => [name, String(value)]),
    ),
    problems: entries.map(({ problem }) => problem).filter((problem) => problem !== undefined),
  };
};

const topLevelSettings = (stackConfig: SettingSources["stackConfig"]): Configured => {
  const values = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, stackConfig(keyOf(DEFAULT_CONNECTION, name))] as const),
  );
  const problems = SETTING_NAMES.filter(
    (name) => !SETTINGS[name].isSecret && isRounded(values[name]?.trim() ?? ""),
  ).map((name) => rounded(keyOf(DEFAULT_CONNECTION, name)));
  return { values, problems };
};

/** Reads the settings of a connection. In the stack's configuration, named connections are in `connections`. */
export const readSettings = (sources: SettingSources, connection: string): Settings => {
  const { stackConfig, environment } = sources;
  const { values, problems } =
    connection === DEFAULT_CONNECTION
      ? topLevelSettings(stackConfig)
      : namedSettings(stackConfig(CONNECTIONS_KEY), connection);
  const ofStack = collect((setting) => values[setting]);
  const ofEnvironment = collect((setting) => environment[variableOf(connection, setting)]);
  return {
    connection,
    isExplicitProvider: sources.isExplicitProvider?.() ?? false,
    stackConfig: ofStack.found,
    environment: ofEnvironment.found,
    blank: { stackConfig: ofStack.blank, environment: ofEnvironment.blank },
    connections: formOfConnections(stackConfig(CONNECTIONS_KEY)),
    problems,
    strays: () => [...strayKeys(sources, connection), ...strayVariables(sources, connection)],
  };
};
