/** Namespace of the package in the stack's configuration, as in `pulumi config set cybersource-webhooks:environment …`. */
export const NAMESPACE = "cybersource-webhooks";

export const DEFAULT_CONNECTION = "default";

/** Settings of a connection. `variable` is the environment variable without its prefix. @see docs/authentication.md */
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

/** Where settings come from. */
export interface SettingSources {
  /** Reads the stack's configuration. The key includes the namespace. */
  readonly stackConfig: (key: string) => string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Lists all keys of the stack's configuration. Only a program can do that. */
  readonly keys?: () => readonly string[];
  /** Whether these are the inputs of an explicit provider, which doesn't read the stack's configuration. */
  readonly isExplicitProvider?: () => boolean;
}

/** A configuration key or environment variable that nothing reads, and that is probably a misspelled setting. */
export interface StraySetting {
  readonly setting: Setting | "connections";
  /** The key or variable as it is, and as it should be. */
  readonly written: string;
  readonly right: string;
  /** The command that sets it, if `--path` was forgotten. */
  readonly command?: string;
}

/** Some settings with their values. */
export type SettingValues = Readonly<Partial<Record<Setting, string>>>;

/** The settings of one connection, by source. */
export interface Settings {
  readonly connection: string;
  /** Whether what counts as the stack's configuration are the inputs of an explicit provider. */
  readonly isExplicitProvider?: boolean;
  readonly stackConfig: SettingValues;
  readonly environment: SettingValues;
  /** What is set, but is empty or only white space. It counts as unset. */
  readonly blank: { readonly stackConfig: SettingValues; readonly environment: SettingValues };
  /** Whether `connections`, which has all named connections, is set in the stack's configuration. */
  readonly connections: "missing" | "readable" | "unreadable";
  /** What is wrong with the stack's configuration. Contains no values. */
  readonly problems: readonly string[];
  /** A function, because searching takes longer than reading the settings. Only messages need the result. */
  readonly strays: () => readonly StraySetting[];
}

/** The environment variable of a setting. */
export const variableOf = (connection: string, setting: Setting): string => {
  const prefix = connection === DEFAULT_CONNECTION ? "" : `${connection.replaceAll("-", "_").toUpperCase()}_`;
  return `CYBERSOURCE_${prefix}${SETTINGS[setting].variable}`;
};

/** Whether a value is set. An empty one counts as unset, because CI systems define variables without a value. */
export const isPresent = (value: string | undefined): value is string => value !== undefined && value.trim() !== "";

/** The configuration key of the object with all named connections. */
export const CONNECTIONS_KEY = `${NAMESPACE}:connections`;

/** The configuration key, or for a named connection the path, of one of its settings. */
export const keyOf = (connection: string, name: string): string => {
  if (connection === DEFAULT_CONNECTION) return `${NAMESPACE}:${name}`;
  return (
    CONNECTIONS_KEY + [connection, name].map((part) => (/^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`)).join("")
  );
};

/** The values of all settings that are set. The stack's configuration has priority over the environment. */
export const effectiveSettings = ({ stackConfig, environment }: Settings): SettingValues => ({
  ...environment,
  ...stackConfig,
});

/** Settings that belong together. */
export type SettingGroup = readonly Setting[];

/**
 * Returns which of two mutually exclusive groups of settings is set. The stack's configuration has priority over the
 * environment. Returns "both" if one source contains settings of both groups, because they contradict each other.
 */
export const chooseGroup = <First extends SettingGroup, Second extends SettingGroup>(
  { stackConfig, environment }: Settings,
  first: First,
  second: Second,
): First | Second | "both" | "none" => {
  for (const source of [stackConfig, environment]) {
    const hasFirst = first.some((name) => source[name] !== undefined);
    const hasSecond = second.some((name) => source[name] !== undefined);
    if (hasFirst && hasSecond) return "both";
    if (hasFirst) return first;
    if (hasSecond) return second;
  }
  return "none";
};
