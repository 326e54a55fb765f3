import { type Connection } from "../api/connection.js";
import { resolveAuthentication } from "./authentication.js";
import { readSettings } from "./configured-settings.js";
import { connectionNames, isConfigured, unconfigured } from "./connection-names.js";
import { resolveEndpoint } from "./endpoint.js";
import { headerProblems } from "./headers.js";
import { createP12Reader } from "./p12-reader.js";
import { resolveProxy } from "./proxy.js";
import { givenSettings, type SettingSources } from "./settings.js";

/**
 * A connection that cannot be used. One error names everything that is missing or contradictory and how to give it; it
 * repeats no value.
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
  /** False if the environment of this run names it: then it is the host of whoever runs Pulumi, not of the stack. */
  readonly isOfStack: boolean;
}

/** The connections of a stack, by name. */
export interface Connections {
  /**
   * The host that a connection names, or undefined when none is configured or the configuration contradicts itself: diff
   * does not compare it then, and create tells.
   */
  hostOf(connection: string): ConnectionHost | undefined;
  /**
   * Opens a connection for requests of an organization.
   *
   * @throws ConnectionError with everything that is missing or contradictory
   * @throws AuthenticationConfigError when a credential cannot be used
   */
  open(connection: string, organizationId: string): Promise<Connection>;
}

/** @param notify told of certificates that are about to end */
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
      const others = isConfigured(settings) ? [] : connectionNames(sources);
      const all = [
        ...(others.length > 0 ? [unconfigured(connection, others)] : []),
        ...settings.problems,
        ...problems,
        ...proxyProblems,
        ...authentication.problems,
        ...headerProblems(settings),
      ];
      if (url === undefined || all.length > 0) throw new ConnectionError(connection, all);

      const { senderOrganizationId, permissions } = givenSettings(settings);
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
