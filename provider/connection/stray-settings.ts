import { DEFAULT_CONNECTION } from "./settings.js";
import { ANY_NAME, commandWithPath, forgottenPath } from "./forgotten-path.js";
import { nearestName } from "../nearest-name.js";
import { nearestSetting, settingMeantBy, spellingsOf } from "./setting-names.js";
import {
  CONNECTIONS_KEY,
  isPresent,
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

/** Whether a name without its prefix is a misspelled setting behind the name of a connection, as in LIVE_MERCHANTID. */
const isOfAnother = (name: string): boolean =>
  name
    .split("_")
    .map((_, index, parts) => parts.slice(index).join("_"))
    .slice(1)
    .some((rest) => settingMeantBy(rest) !== undefined) && settingMeantBy(name) === undefined;

/** Environment variables that nothing reads, and whose name is similar to one of the connection's variables. */
export const strayVariables = ({ environment }: SettingSources, connection: string): StraySetting[] => {
  const prefix = variableOf(connection, "p12").slice(0, -SETTINGS.p12.variable.length);
  return Object.entries(environment)
    .filter(([name, value]) => name.startsWith(prefix) && connectionOf(name) === undefined && isPresent(value))
    .map(([written]) => ({ written, name: written.slice(prefix.length) }))
    .filter(({ name }) => !isOfAnother(name))
    .flatMap(({ written, name }) => {
      const setting = nearestSetting(name);
      return setting === undefined ? [] : [{ setting, written, right: variableOf(connection, setting) }];
    });
};

const PREFIX = `${NAMESPACE}:`;
const CONNECTIONS = "connections";

/** How a message names what is set: the input of an explicit provider, or the configuration key. */
const placeOf = ({ isExplicitProvider }: SettingSources, name: string): string =>
  isExplicitProvider?.() === true ? `the provider's input ${name}` : PREFIX + name;

/** Names of configuration keys that are set and that nothing reads. */
const unreadNames = ({ stackConfig, keys }: SettingSources, guesses: readonly string[]): string[] => {
  const all = keys?.().filter((key) => key.startsWith(PREFIX));
  const names = all?.map((key) => key.slice(PREFIX.length)) ?? guesses;
  return names.filter(
    (name) => name !== CONNECTIONS && !Object.hasOwn(SETTINGS, name) && isPresent(stackConfig(PREFIX + name)),
  );
};

/** Misspelled keys in place of `connections`, which has all named connections. */
const strayConnections = (sources: SettingSources): StraySetting[] =>
  sources.isExplicitProvider?.() === true || isPresent(sources.stackConfig(CONNECTIONS_KEY))
    ? []
    : unreadNames(sources, ["connection", "Connections"])
        .filter((name) => nearestSetting(name) === undefined && nearestName(name, [CONNECTIONS]) !== undefined)
        .map((name) => ({ setting: CONNECTIONS, written: PREFIX + name, right: CONNECTIONS_KEY }));

/** Keys with dots in place of paths in `connections`. One that names no connection is told with the default one. */
const strayPaths = (sources: SettingSources, connection: string): StraySetting[] =>
  sources.isExplicitProvider?.() === true
    ? []
    : unreadNames(sources, []).flatMap((name) => {
        const meant = forgottenPath(PREFIX + name);
        if (
          meant === undefined ||
          (meant.connection === ANY_NAME ? DEFAULT_CONNECTION : meant.connection) !== connection
        )
          return [];
        const { setting, path } = meant;
        return [{ setting, written: PREFIX + name, right: path, command: commandWithPath(meant) }];
      });

/**
 * Configuration keys that nothing reads, and whose name is similar to a setting. If the keys can't be listed, searches for
 * common other spellings. For a named connection, only keys similar to `connections`: in it, any unknown name is a problem
 * of its own.
 */
export const strayKeys = (sources: SettingSources, connection: string): StraySetting[] => {
  const paths = strayPaths(sources, connection);
  if (connection !== DEFAULT_CONNECTION) return [...strayConnections(sources), ...paths];
  const misspelled = unreadNames(sources, SETTING_NAMES.flatMap(spellingsOf)).flatMap((name) => {
    const setting = nearestSetting(name);
    const places = { written: placeOf(sources, name), right: placeOf(sources, setting ?? name) };
    const isPath = paths.some(({ written }) => written === PREFIX + name);
    return setting === undefined || isPath ? [] : [{ setting, ...places }];
  });
  return [...misspelled, ...paths];
};
