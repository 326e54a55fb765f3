import { type Connection } from "../api/connection.js";
import { resolveAuthentication } from "./authentication.js";
import { readSettings } from "./configured-settings.js";
import { connectionNames, isConfigured, unconfigured } from "./connection-names.js";
import { resolveEndpoint } from "./endpoint.js";
import { headerProblems } from "./headers.js";
import { createP12Reader } from "./p12-reader.js";
import { resolveProxy } from "./proxy.js";
import { pathRemark } from "./setting-advice.js";
import { effectiveSettings, type Settings, type SettingSources } from "./settings.js";

/**
 * A connection can't be used. The error lists every setting that is missing or wrong, and how to set it. It contains no
 * values.
 */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code = "ERR_CONNECTION";

  constructor(connection: string, problems: readonly string[]) {
    const list = problems.map((problem) => `\n  - ${problem}`).join("");
    super(`ERR_CONNECTION: connection "${connection}" cannot be used, and nothing was sent:${list}`);
  }
}

/** The host that a connection names. */
export interface ConnectionHost {
  readonly host: string;
  /** True if the stack's configuration names the host, false if an environment variable of this run does. */
  readonly isOfStack: boolean;
}

/** The connections of a stack, by name. */
export interface Connections {
  /**
   * The host that a connection names. Undefined if none is configured or the configuration is wrong: then diff doesn't
   * compare hosts, and create reports the problem.
   */
  hostOf(connection: string): ConnectionHost | undefined;
  /**
   * Opens a connection for requests about an organization.
   *
   * @throws ConnectionError if settings are missing or wrong
   * @throws AuthenticationConfigError if a credential can't be used
   */
  open(connection: string, organizationId: string): Promise<Connection>;
}

/** A key that was meant to hold all named connections. */
const misspelledConnections = ({ strays }: Settings): string[] =>
  strays()
    .filter(({ setting }) => setting === "connections")
    .map(({ written, right }) => `${written} isn't a setting: did you mean ${right}?`);

/** @param notify gets a warning if a certificate expires soon */
export const createConnections = (
  sources: SettingSources,
  now: () => Date,
  notify: (line: string) => void,
): Connections => {
  const readP12 = createP12Reader(now, notify);

  return {
    hostOf: (connection) => {
      const settings = readSettings(sources, connection);
      const { url } = resolveEndpoint(settings);
      if (url === undefined) return undefined;
      const { environment, host } = settings.stackConfig;
      return { host: url.host, isOfStack: environment !== undefined || host !== undefined };
    },

    open: async (connection, organizationId) => {
      const settings = readSettings(sources, connection);
      const { url, problems } = resolveEndpoint(settings);
      const authentication = resolveAuthentication(settings, { url, organizationId });
      const { proxy, problems: proxyProblems } =
        url === undefined ? { proxy: undefined, problems: [] } : resolveProxy(sources.environment, url);
      const otherNames = isConfigured(settings) ? [] : connectionNames(sources);
      const all = [
        ...(otherNames.length > 0 ? [unconfigured(settings, otherNames)] : []),
        ...(isConfigured(settings) ? [] : misspelledConnections(settings)),
        ...settings.problems,
        ...problems,
        ...proxyProblems,
        ...authentication.problems,
        ...headerProblems(settings),
      ];
      if (url === undefined || all.length > 0)
        throw new ConnectionError(connection, [...all, ...pathRemark(settings, all)]);

      const { senderOrganizationId, permissions } = effectiveSettings(settings);
      return {
        origin: url.origin,
        proxy,
        authenticate: await authentication.open(readP12),
        senderOrganizationId,
        permissions,
      };
    },
  };
};
