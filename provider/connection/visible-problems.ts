import { schemeProblems } from "./authentication.js";
import { readSettings } from "./configured-settings.js";
import { connectionNames, isConfigured, unconfigured } from "./connection-names.js";
import { resolveEndpoint } from "./endpoint.js";
import { headerProblems } from "./headers.js";
import { chooseGroup, givenSettings, type SettingSources } from "./settings.js";

/**
 * What can be told of a connection before anything is sent and without its credentials, which may be set in CI alone:
 * names and values that are wrong, and a connection that nothing configures while others are.
 */
export const visibleProblems = (sources: SettingSources, connection: string): string[] => {
  const settings = readSettings(sources, connection);
  if (!isConfigured(settings)) {
    const names = connectionNames(sources);
    return names.length > 0 ? [unconfigured(connection, names)] : [];
  }
  const given = givenSettings(settings);
  const hasEndpoint = chooseGroup(settings, ["environment"], ["host"]) !== "none";
  return [
    ...settings.problems,
    ...settings
      .strays()
      .filter(({ setting }) => given[setting] === undefined)
      .map(({ written, right }) => `${written} is set, which nothing reads: did you mean ${right}?`),
    ...(hasEndpoint ? resolveEndpoint(settings).problems : []),
    ...schemeProblems(settings),
    ...headerProblems(settings),
  ];
};
