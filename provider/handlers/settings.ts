import { DEFAULT_CONNECTION } from "../properties.js";

/** Namespace of the package's stack configuration, as in `pulumi config set cybersource-webhooks:environment …`. */
export const NAMESPACE = "cybersource-webhooks";

/** Settings of a connection, each with the name of its environment variable less the prefix. @see docs/authentication.md */
export const SETTINGS = {
  environment: { variable: "ENVIRONMENT", isSecret: false },
  host: { variable: "HOST", isSecret: false },
  merchantId: { variable: "MERCHANT_ID", isSecret: false },
  authentication: { variable: "AUTHENTICATION", isSecret: false },
  merchantKeyId: { variable: "MERCHANT_KEY_ID", isSecret: false },
  merchantSecretKey: { variable: "MERCHANT_SECRET_KEY", isSecret: true },
  p12: { variable: "P12", isSecret: true },
  p12Password: { variable: "P12_PASSWORD", isSecret: true },
  portfolioId: { variable: "PORTFOLIO_ID", isSecret: false },
  senderOrganizationId: { variable: "SENDER_ORGANIZATION_ID", isSecret: false },
  permissions: { variable: "PERMISSIONS", isSecret: false },
} as const;

export type Setting = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS).filter((name): name is Setting => name in SETTINGS);

/** Where settings come from: the stack's configuration by full key, and the environment. */
export interface SettingSources {
  readonly stackConfig: (key: string) => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The settings of one connection by where they were found. */
export interface Settings {
  readonly stackConfig: Readonly<Partial<Record<Setting, string>>>;
  readonly environment: Readonly<Partial<Record<Setting, string>>>;
  /** What is wrong with the configuration itself, in words without values. */
  readonly problems: readonly string[];
}

const variableOf = (connection: string, setting: Setting): string => {
  const prefix = connection === DEFAULT_CONNECTION ? "" : `${connection.replaceAll("-", "_").toUpperCase()}_`;
  return `CYBERSOURCE_${prefix}${SETTINGS[setting].variable}`;
};

/** Both ways to give a setting, as a sentence. */
export const waysToGive = (connection: string, setting: Setting): string => {
  const secret = SETTINGS[setting].isSecret ? "--secret " : "";
  const key =
    connection === DEFAULT_CONNECTION
      ? `${NAMESPACE}:${setting}`
      : `--path '${NAMESPACE}:connections.${connection}.${setting}'`;
  return `pulumi config set ${secret}${key}, or the environment variable ${variableOf(connection, setting)}`;
};

/** An empty value is none: CI systems set variables without one. */
const present = (value: string | undefined): value is string => value !== undefined && value.trim() !== "";

const collect = (read: (setting: Setting) => string | undefined): Partial<Record<Setting, string>> => {
  const found: Partial<Record<Setting, string>> = {};
  for (const name of SETTING_NAMES) {
    const value = read(name);
    if (present(value)) found[name] = value.trim();
  }
  return found;
};

interface Named {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseConnections = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The settings of a named connection in the configuration object `connections`. */
const namedConnection = (text: string | undefined, name: string): Named => {
  if (!present(text)) return { values: {}, problems: [] };
  const connections = parseConnections(text);
  if (!isRecord(connections)) {
    return { values: {}, problems: [`${NAMESPACE}:connections must be an object of connections by name`] };
  }
  const connection: unknown = Object.hasOwn(connections, name) ? connections[name] : {};
  if (!isRecord(connection)) {
    return { values: {}, problems: [`${NAMESPACE}:connections.${name} must be an object of settings`] };
  }
  const entries = Object.entries(connection);
  const problems = entries
    .filter(([setting, value]) => !(setting in SETTINGS) || !["string", "number", "boolean"].includes(typeof value))
    .map(([setting]) =>
      setting in SETTINGS
        ? `${NAMESPACE}:connections.${name}.${setting} must be a string`
        : `${NAMESPACE}:connections.${name}.${setting} is not a setting; there are ${SETTING_NAMES.join(", ")}`,
    );
  return { values: Object.fromEntries(entries.map(([setting, value]) => [setting, String(value)])), problems };
};

/** Reads the settings of a connection: the default one from the top level, others from `connections`. */
export const readSettings = ({ stackConfig, environment }: SettingSources, connection: string): Settings => {
  const fromEnvironment = collect((setting) => environment[variableOf(connection, setting)]);
  if (connection === DEFAULT_CONNECTION) {
    return {
      stackConfig: collect((setting) => stackConfig(`${NAMESPACE}:${setting}`)),
      environment: fromEnvironment,
      problems: [],
    };
  }
  const { values, problems } = namedConnection(stackConfig(`${NAMESPACE}:connections`), connection);
  return { stackConfig: collect((setting) => values[setting]), environment: fromEnvironment, problems };
};

/** The value of every setting that is given: stack configuration before environment. */
export const givenSettings = ({ stackConfig, environment }: Settings): Readonly<Partial<Record<Setting, string>>> => ({
  ...environment,
  ...stackConfig,
});

/** Settings that belong together. */
export type SettingGroup = readonly Setting[];

/**
 * Of two groups of settings that exclude each other, the one that is given: what stack configuration holds decides
 * before what the environment holds. Both in one place contradict each other.
 */
export const chooseGroup = <First extends SettingGroup, Second extends SettingGroup>(
  { stackConfig, environment }: Settings,
  first: First,
  second: Second,
): First | Second | "both" | "none" => {
  for (const place of [stackConfig, environment]) {
    const hasFirst = first.some((name) => place[name] !== undefined);
    const hasSecond = second.some((name) => place[name] !== undefined);
    if (hasFirst && hasSecond) return "both";
    if (hasFirst) return first;
    if (hasSecond) return second;
  }
  return "none";
};

/** One problem for each of `names` that `given` lacks. */
export const missingSettings = (
  connection: string,
  given: Readonly<Partial<Record<Setting, string>>>,
  names: SettingGroup,
): string[] =>
  names
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is missing: ${waysToGive(connection, name)}`);
