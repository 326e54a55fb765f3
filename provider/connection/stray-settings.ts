import { DEFAULT_CONNECTION } from "./settings.js";
import { nearestSetting, spellingsOf } from "./setting-names.js";
import {
  isPresent,
  keyOf,
  NAMESPACE,
  SETTING_NAMES,
  SETTINGS,
  type SettingSources,
  type StraySetting,
  variableOf,
} from "./settings.js";

/** The connection of an environment variable, such as `india` for CYBERSOURCE_INDIA_HOST. Undefined for other variables. */
export const connectionOf = (variable: string): string | undefined => {
  const setting = /^CYBERSOURCE_(.+)$/.exec(variable)?.[1] ?? "";
  const suffixes = SETTING_NAMES.map((name) => SETTINGS[name].variable);
  if (suffixes.some((suffix) => setting === suffix)) return DEFAULT_CONNECTION;
  const suffix = suffixes.find((candidate) => setting.endsWith(`_${candidate}`));
  return suffix === undefined ? undefined : setting.slice(0, -suffix.length - 1).toLowerCase();
};

/** Environment variables that nothing reads, and whose name is similar to one of the connection's variables. */
export const strayVariables = ({ environment }: SettingSources, connection: string): StraySetting[] => {
  const prefix = variableOf(connection, "p12").slice(0, -SETTINGS.p12.variable.length);
  return Object.entries(environment)
    .filter(([name, value]) => name.startsWith(prefix) && connectionOf(name) === undefined && isPresent(value))
    .flatMap(([written]) => {
      const setting = nearestSetting(written.slice(prefix.length));
      return setting === undefined ? [] : [{ setting, written, right: variableOf(connection, setting) }];
    });
};

/**
 * Configuration keys that nothing reads, and whose name is similar to a setting. If the keys can't be listed, searches for
 * common other spellings. Empty for named connections: there, any unknown name is a problem of its own.
 */
export const strayKeys = ({ stackConfig, keys }: SettingSources, connection: string): StraySetting[] => {
  if (connection !== DEFAULT_CONNECTION) return [];
  const prefix = `${NAMESPACE}:`;
  const names =
    keys === undefined
      ? SETTING_NAMES.flatMap(spellingsOf)
      : keys()
          .filter((key) => key.startsWith(prefix))
          .map((key) => key.slice(prefix.length));
  return names
    .filter((name) => name !== "connections" && !Object.hasOwn(SETTINGS, name) && isPresent(stackConfig(prefix + name)))
    .flatMap((name) => {
      const setting = nearestSetting(name);
      return setting === undefined
        ? []
        : [{ setting, written: prefix + name, right: keyOf(DEFAULT_CONNECTION, setting) }];
    });
};
