import { DEFAULT_CONNECTION, isPresent, type SettingSources } from "../provider/connection/settings.js";
import { nearestName } from "../provider/nearest-name.js";

/** The variable that names the connection of what is imported. */
export const CONNECTION_VARIABLE = "CYBERSOURCE_IMPORT_CONNECTION";

export interface ImportConnectionSources {
  readonly environment: SettingSources["environment"];
  readonly hostOf: (connection: string) => string | undefined;
  /** The names of all connections of which a setting is set, also by a stray environment variable. */
  readonly connectionNames: () => readonly string[];
  /** Whether the program makes the resource's provider itself. */
  readonly isExplicitProvider: () => boolean;
}

/** The connection of what is imported: the one that is meant, or why none is. */
export type ImportConnection =
  | { readonly connection: string; readonly host: string | undefined }
  /** Several can be meant. */
  | { readonly among: readonly string[] }
  /** @param configured the connection, if settings of it are set: opening it tells what is wrong with them */
  | { readonly problem: string; readonly configured: string | undefined };

const inQuotes = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** What follows the problem of the variable: the names that it can have. */
const namesAdvice = (names: readonly string[], isExplicit: boolean, named: string): string => {
  if (isExplicit) {
    return `An explicit provider is one connection and has no named ones. Unset ${CONNECTION_VARIABLE} to import through that`;
  }
  if (names.length === 0) return "No connection has one";
  const nearest = nearestName(named, names);
  return `These have one: ${inQuotes(names)}${nearest === undefined ? "" : `. Did you mean "${nearest}"?`}`;
};

/**
 * Decides the connection of what is imported: the one that the variable names, that of an explicit provider, or the only one
 * that has a host. A single setting, such as a variable of another tool, makes no connection.
 */
export const chooseImportConnection = ({
  environment,
  hostOf,
  connectionNames,
  isExplicitProvider,
}: ImportConnectionSources): ImportConnection => {
  const placed = (connection: string): ImportConnection => ({ connection, host: hostOf(connection) });
  const namesWithHost = (): string[] => connectionNames().filter((name) => hostOf(name) !== undefined);
  const named = environment[CONNECTION_VARIABLE]?.trim();
  if (isPresent(named)) {
    if (hostOf(named) !== undefined) return placed(named);
    const what = `the connection that ${CONNECTION_VARIABLE} names isn't configured, or has no host`;
    return {
      problem: `${what}. ${namesAdvice(namesWithHost(), isExplicitProvider(), named)}`,
      configured: connectionNames().includes(named) ? named : undefined,
    };
  }
  if (isExplicitProvider()) return placed(DEFAULT_CONNECTION);
  const [only = DEFAULT_CONNECTION, ...others] = namesWithHost();
  // Its host may be configured elsewhere: it can be meant all the same.
  const isDefaultToo = only !== DEFAULT_CONNECTION && connectionNames().includes(DEFAULT_CONNECTION);
  if (isDefaultToo && hostOf(DEFAULT_CONNECTION) === undefined) return { among: [DEFAULT_CONNECTION, only, ...others] };
  return others.length === 0 ? placed(only) : { among: [only, ...others] };
};

/** What to do if the connection to open isn't known: several can be meant, or there are settings of others, but no host. */
export const unknownConnection = (names: readonly string[], hasHosts: boolean): string => {
  const advice = `Set ${CONNECTION_VARIABLE} to the name of the one to import through`;
  if (hasHosts) return `several connections are configured: ${inQuotes(names)}. ${advice}`;
  return `no connection has a host. There are settings for ${inQuotes(names)}. ${advice}: the error then says what it lacks`;
};
