/** Namespace of the package's stack configuration, as in `pulumi config set cybersource-webhooks:environment …`. */
export const NAMESPACE = "cybersource-webhooks";

export const DEFAULT_CONNECTION = "default";

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
  /** All keys of the stack's configuration, where they can be told. */
  readonly keys?: () => readonly string[];
}

/** Something that is set under a name that nothing reads, and that is probably meant to be a setting. */
export interface StraySetting {
  readonly setting: Setting;
  /** Key or variable, as it is written, and as it would be read. */
  readonly written: string;
  readonly right: string;
}

/** The settings of one connection by where they were found. */
export interface Settings {
  readonly connection: string;
  readonly stackConfig: Readonly<Partial<Record<Setting, string>>>;
  readonly environment: Readonly<Partial<Record<Setting, string>>>;
  /** What is wrong with the configuration itself, in words without values. */
  readonly problems: readonly string[];
  /** Looked for only when it is told of: they take longer to find than the settings do. */
  readonly strays: () => readonly StraySetting[];
}

/** The environment variable of a setting. */
export const variableOf = (connection: string, setting: Setting): string => {
  const prefix = connection === DEFAULT_CONNECTION ? "" : `${connection.replaceAll("-", "_").toUpperCase()}_`;
  return `CYBERSOURCE_${prefix}${SETTINGS[setting].variable}`;
};

/** An empty value is none: CI systems set variables without one. */
export const isPresent = (value: string | undefined): value is string => value !== undefined && value.trim() !== "";

/** The configuration object of named connections. */
export const CONNECTIONS_KEY = `${NAMESPACE}:connections`;

/** The key, or the path, of a name in a connection's stack configuration. */
export const keyOf = (connection: string, name: string): string => {
  if (connection === DEFAULT_CONNECTION) return `${NAMESPACE}:${name}`;
  return (
    CONNECTIONS_KEY + [connection, name].map((part) => (/^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`)).join("")
  );
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
