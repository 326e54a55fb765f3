import { schemeProblems } from "./authentication.js";
import { readSettings, UNREADABLE_CONNECTIONS } from "./configured-settings.js";
import { connectionNames, isConfigured, unconfigured } from "./connection-names.js";
import { resolveEndpoint } from "./endpoint.js";
import { headerProblems } from "./headers.js";
import { pathRemark, questionAbout } from "./setting-advice.js";
import {
  chooseGroup,
  DEFAULT_CONNECTION,
  effectiveSettings,
  keyOf,
  SETTING_NAMES,
  type Settings,
  type SettingSources,
} from "./settings.js";

/**
 * Problems of a connection that can be found without its credentials, which may be set in CI only: wrong names and values,
 * and a connection that isn't configured although others are.
 */
const visibleProblems = (sources: SettingSources, settings: Settings): string[] => {
  if (!isConfigured(settings)) {
    const names = connectionNames(sources);
    return names.length > 0 ? [unconfigured(settings, names)] : [];
  }
  const hasEndpoint = chooseGroup(settings, ["environment"], ["host"]) !== "none";
  return [
    ...settings.problems,
    ...(hasEndpoint ? resolveEndpoint(settings).problems : []),
    ...schemeProblems(settings),
    ...headerProblems(settings),
  ];
};

/** Settings that the stack's configuration has without a value. Variables may be so: CI systems define them like that. */
const blankInStack = ({ connection, isExplicitProvider = false, blank }: Settings): string[] =>
  SETTING_NAMES.filter((name) => blank.stackConfig[name] !== undefined).map((name) => {
    if (isExplicitProvider) return `the provider's input ${name}, which has no value: give it one, or leave it out`;
    const key = keyOf(connection, name);
    const path = connection === DEFAULT_CONNECTION ? key : `--path '${key}'`;
    return `${key}, which has no value: give it one, or remove it with \`pulumi config rm ${path}\``;
  });

/**
 * What is set for a connection and has no effect: misspelled names in place of settings that aren't set, and settings of the
 * stack without a value. That fails nothing by itself. Each text continues "the connection ignores".
 */
export const ignoredSettings = (settings: Settings): string[] => {
  const isDefault = settings.connection === DEFAULT_CONNECTION && settings.isExplicitProvider !== true;
  const values: Readonly<Record<string, string | undefined>> = effectiveSettings(settings);
  return [
    ...settings
      .strays()
      .filter(({ setting }) => values[setting] === undefined)
      .map((stray) => {
        const end =
          stray.command === undefined ? "Rename or remove it" : `Remove it: pulumi config rm '${stray.written}'`;
        return `${stray.written}, which isn't a setting: ${questionAbout(stray)} ${end}`;
      }),
    ...blankInStack(settings),
    // For a named connection, that's a problem.
    ...(isDefault && settings.connections === "unreadable"
      ? [UNREADABLE_CONNECTIONS.replace(" must", ", which must")]
      : []),
  ];
};

/** Warnings of a connection that can't be used, or has settings without an effect. @param user the resource that uses it */
export const connectionWarnings = (sources: SettingSources, connection: string, user: string): string[] => {
  const settings = readSettings(sources, connection);
  return [
    ...visibleProblems(sources, settings)
      .map((problem) => [problem, ...pathRemark(settings, [problem])].join("; "))
      .map(
        (problem) =>
          `cybersource-webhooks: the connection "${connection}", which "${user}" uses, cannot send a request: ${problem}`,
      ),
    ...ignoredSettings(settings).map(
      (what) => `cybersource-webhooks: the connection "${connection}", which "${user}" uses, ignores ${what}`,
    ),
  ];
};
