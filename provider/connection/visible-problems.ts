import { schemeProblems } from "./authentication.js";
import { readSettings } from "./configured-settings.js";
import { connectionNames, isConfigured, unconfigured } from "./connection-names.js";
import { resolveEndpoint } from "./endpoint.js";
import { headerProblems } from "./headers.js";
import { chooseGroup, effectiveSettings, type SettingSources } from "./settings.js";

/**
 * Problems of a connection that can be found without its credentials, which may be set in CI only: wrong names and values,
 * and a connection that isn't configured although others are.
 */
export const visibleProblems = (sources: SettingSources, connection: string): string[] => {
  const settings = readSettings(sources, connection);
  if (!isConfigured(settings)) {
    const names = connectionNames(sources);
    return names.length > 0 ? [unconfigured(settings, names)] : [];
  }
  const values = effectiveSettings(settings);
  const hasEndpoint = chooseGroup(settings, ["environment"], ["host"]) !== "none";
  return [
    ...settings.problems,
    ...settings
      .strays()
      .filter(({ setting }) => values[setting] === undefined)
      .map(({ written, right }) => `${written} is set, but nothing reads it: did you mean ${right}?`),
    ...(hasEndpoint ? resolveEndpoint(settings).problems : []),
    ...schemeProblems(settings),
    ...headerProblems(settings),
  ];
};

/** Warnings of a connection that can't be used. @param user name of the resource that uses it */
export const connectionWarnings = (sources: SettingSources, connection: string, user: string): string[] =>
  visibleProblems(sources, connection).map(
    (problem) =>
      `cybersource-webhooks: the connection "${connection}", which "${user}" uses, cannot send a request: ${problem}`,
  );
