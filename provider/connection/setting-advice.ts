import { DEFAULT_CONNECTION } from "./settings.js";
import {
  CONNECTIONS_KEY,
  keyOf,
  type Setting,
  type SettingGroup,
  type Settings,
  SETTINGS,
  variableOf,
} from "./settings.js";

/** Both ways to give a setting, as a sentence. */
export const waysToGive = (connection: string, setting: Setting): string => {
  const secret = SETTINGS[setting].isSecret ? "--secret " : "";
  const key = keyOf(connection, setting);
  const path = connection === DEFAULT_CONNECTION ? key : `--path '${key}'`;
  return `pulumi config set ${secret}${path}, or the environment variable ${variableOf(connection, setting)}`;
};

/** The command that encrypts a value of the stack's configuration, by its key or path. */
export const encryptCommand = (key: string): string =>
  `pulumi config set --secret ${key.startsWith(CONNECTIONS_KEY) ? "--path " : ""}'${key}'`;

/** A setting with the place from which its value came: stack configuration goes before the environment. */
export const locate = ({ connection, stackConfig, environment }: Settings, setting: Setting): string => {
  if (stackConfig[setting] !== undefined) return `${setting} (stack configuration)`;
  if (environment[setting] === undefined) return setting;
  return `${setting} (environment variable ${variableOf(connection, setting)})`;
};

/** Those settings of a group that are given, each with its place. */
export const locateGiven = (settings: Settings, group: SettingGroup): string[] =>
  group
    .filter((name) => (settings.stackConfig[name] ?? settings.environment[name]) !== undefined)
    .map((name) => locate(settings, name));

/** What is set under a nearly right name in place of a setting, as a remark in parentheses; empty where nothing is. */
export const strayRemark = ({ strays }: Settings, setting: Setting): string => {
  const stray = strays().find((candidate) => candidate.setting === setting);
  return stray === undefined ? "" : ` (${stray.written} is set, which nothing reads: did you mean ${stray.right}?)`;
};

/** One problem for each of `names` that `given` lacks. */
export const missingSettings = (
  settings: Settings,
  given: Readonly<Partial<Record<Setting, string>>>,
  names: SettingGroup,
): string[] =>
  names
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is missing${strayRemark(settings, name)}: ${waysToGive(settings.connection, name)}`);
