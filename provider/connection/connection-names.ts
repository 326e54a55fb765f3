import { DEFAULT_CONNECTION } from "./settings.js";
import { namedConnections, readSettings } from "./configured-settings.js";
import { nearestName } from "../nearest-name.js";
import { connectionOf } from "./stray-settings.js";
import { blankSettings } from "./setting-advice.js";
import { CONNECTIONS_KEY, isPresent, SETTING_NAMES, type Settings, type SettingSources } from "./settings.js";

/** Whether any setting of a connection is set. */
export const isConfigured = ({ stackConfig, environment, problems }: Settings): boolean =>
  Object.keys(stackConfig).length + Object.keys(environment).length + problems.length > 0;

/** The names of all configured connections. The default one is first. */
export const connectionNames = (sources: SettingSources): string[] => {
  const named = Object.keys(namedConnections(sources.stackConfig(CONNECTIONS_KEY))).filter((name) =>
    isConfigured(readSettings(sources, name)),
  );
  // A variable has an underscore where the name has a hyphen or an underscore, so the name in the configuration is used.
  const asVariable = (name: string): string => name.replaceAll("-", "_").toLowerCase();
  const inConfiguration = new Set(named.map(asVariable));
  const fromEnvironment = Object.entries(sources.environment)
    .filter(([, value]) => isPresent(value))
    .map(([variable]) => connectionOf(variable))
    .filter((name) => name !== undefined)
    .filter((name) => !inConfiguration.has(asVariable(name)));
  const hasDefault = isConfigured(readSettings(sources, DEFAULT_CONNECTION));
  const names = new Set([...(hasDefault ? [DEFAULT_CONNECTION] : []), ...fromEnvironment, ...named]);
  return [...names].sort((a, b) => Number(b === DEFAULT_CONNECTION) - Number(a === DEFAULT_CONNECTION));
};

/** The problem that a connection isn't configured although others are. */
export const unconfigured = (settings: Settings, names: readonly string[]): string => {
  const { connection, isExplicitProvider = false } = settings;
  if (isExplicitProvider) {
    return "an explicit provider has no named connections. Leave out `connection`, and give the resource a provider of its own";
  }
  const blank = blankSettings(settings, SETTING_NAMES);
  if (blank.length > 0)
    return `no setting of it has a value: ${blank.join(", ")}. There are settings for ${names.join(", ")}`;
  const nearest = nearestName(connection, names);
  const advice = nearest === undefined ? "." : `: did you mean "${nearest}"?`;
  return `nothing configures it${advice} There are settings for ${names.join(", ")}`;
};
