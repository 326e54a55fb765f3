import { DEFAULT_CONNECTION } from "./settings.js";
import {
  CONNECTIONS_KEY,
  keyOf,
  type Setting,
  type SettingGroup,
  type Settings,
  SETTINGS,
  type SettingValues,
  type StraySetting,
  variableOf,
} from "./settings.js";

/** The ways to set a setting, for a message. */
export const waysToSet = (
  { connection, isExplicitProvider = false }: Pick<Settings, "connection" | "isExplicitProvider">,
  setting: Setting,
): string => {
  if (isExplicitProvider) {
    const input = connection === DEFAULT_CONNECTION ? `the provider's input ${setting}, or ` : "";
    return `${input}the environment variable ${variableOf(connection, setting)}`;
  }
  const secret = SETTINGS[setting].isSecret ? "--secret " : "";
  const key = keyOf(connection, setting);
  const path = connection === DEFAULT_CONNECTION ? key : `--path '${key}'`;
  return `pulumi config set ${secret}${path}, or the environment variable ${variableOf(connection, setting)}`;
};

/**
 * What to mind if problems of a connection propose commands with --path. A program can't tell an object in the stack's
 * configuration from one JSON text.
 */
export const pathRemark = ({ connections }: Settings, problems: readonly string[]): string[] =>
  connections === "readable" &&
  problems.some((problem) => problem.includes("pulumi config set") && problem.includes("--path"))
    ? [`if ${CONNECTIONS_KEY} was set as one JSON text, change that text instead: --path would drop the rest of it`]
    : [];

/** The name of a setting with the source of its value. */
export const locate = (
  { connection, isExplicitProvider = false, stackConfig, environment }: Settings,
  setting: Setting,
): string => {
  if (stackConfig[setting] !== undefined) {
    return `${setting} (${isExplicitProvider ? "input of the provider" : "stack configuration"})`;
  }
  if (environment[setting] === undefined) return setting;
  return `${setting} (environment variable ${variableOf(connection, setting)})`;
};

/** The settings of a group that are set, each with the source of its value. */
export const locateAll = (settings: Settings, group: SettingGroup): string[] =>
  group
    .filter((name) => (settings.stackConfig[name] ?? settings.environment[name]) !== undefined)
    .map((name) => locate(settings, name));

/** What to ask about a name that is set and that nothing reads. */
export const questionAbout = ({ right, command }: StraySetting): string =>
  command === undefined ? `did you mean ${right}?` : `was --path forgotten, as in ${command}?`;

/** A remark in parentheses about a misspelled name that is set instead of a setting. Empty if there is none. */
export const strayRemark = ({ strays }: Settings, setting: Setting): string => {
  const stray = strays().find((candidate) => candidate.setting === setting);
  return stray === undefined ? "" : ` (${stray.written} is set, but nothing reads it: ${questionAbout(stray)})`;
};

/** The sources in which a setting is blank. */
const blankPlaces = ({ connection, isExplicitProvider = false, blank }: Settings, setting: Setting): string[] => [
  ...(blank.stackConfig[setting] === undefined
    ? []
    : [isExplicitProvider ? "input of the provider" : "stack configuration"]),
  ...(blank.environment[setting] === undefined ? [] : [`environment variable ${variableOf(connection, setting)}`]),
];

/** The settings of a group that are set to nothing, each with its source: `p12 (stack configuration) is empty`. */
export const blankSettings = (settings: Settings, group: SettingGroup): string[] => {
  const { stackConfig, environment } = settings.blank;
  return group.flatMap((name) => {
    const places = blankPlaces(settings, name);
    if (places.length === 0) return [];
    const isEmpty = (stackConfig[name] ?? "") + (environment[name] ?? "") === "";
    return [`${name} (${places.join(" and ")}) ${isEmpty ? "is empty" : "has nothing but white space"}`];
  });
};

/** One problem for each of `names` that isn't in `values`. */
export const missingSettings = (settings: Settings, values: SettingValues, names: SettingGroup): string[] =>
  names
    .filter((name) => values[name] === undefined)
    .map((name) => {
      const [what = `${name} is missing`] = blankSettings(settings, [name]);
      return `${what}${strayRemark(settings, name)}: ${waysToSet(settings, name)}`;
    });
