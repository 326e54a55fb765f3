import { DEFAULT_CONNECTION } from "./settings.js";
import { isRecord, namedConnections, readSettings } from "./configured-settings.js";
import { nearestName } from "../nearest-name.js";
import { connectionOf } from "./stray-settings.js";
import { CONNECTIONS_KEY, isPresent, keyOf, type Settings, type SettingSources } from "./settings.js";

/** Whether anything is set for a connection, wherever that is. */
export const isConfigured = ({ stackConfig, environment, problems }: Settings): boolean =>
  Object.keys(stackConfig).length + Object.keys(environment).length + problems.length > 0;

/** The names of all connections for which anything is set, the default one first. */
export const connectionNames = (sources: SettingSources): string[] => {
  const named = Object.keys(namedConnections(sources.stackConfig(CONNECTIONS_KEY))).filter((name) =>
    isConfigured(readSettings(sources, name)),
  );
  // A variable cannot tell a hyphen in a name from an underscore: the configuration's spelling goes before.
  const asVariable = (name: string): string => name.replaceAll("-", "_").toLowerCase();
  const known = new Set(named.map(asVariable));
  const fromEnvironment = Object.entries(sources.environment)
    .filter(([, value]) => isPresent(value))
    .map(([variable]) => connectionOf(variable))
    .filter((name) => name !== undefined)
    .filter((name) => !known.has(asVariable(name)));
  const hasDefault = isConfigured(readSettings(sources, DEFAULT_CONNECTION));
  const names = new Set([...(hasDefault ? [DEFAULT_CONNECTION] : []), ...fromEnvironment, ...named]);
  return [...names].sort((a, b) => Number(b === DEFAULT_CONNECTION) - Number(a === DEFAULT_CONNECTION));
};

/** That nothing configures a connection while others are configured, with their names. */
export const unconfigured = (connection: string, names: readonly string[]): string => {
  const nearest = nearestName(connection, names);
  const advice = nearest === undefined ? "." : `: did you mean "${nearest}"?`;
  return `nothing configures it${advice} There are settings for ${names.join(", ")}`;
};

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** A credential in the configuration of a named connection. */
export interface NamedCredential {
  /** As it is written there. */
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/** The credentials of named connections, whatever the connections are called. */
export const namedCredentials = (
  connections: string | undefined,
  isCredential: (name: string) => boolean,
): NamedCredential[] =>
  Object.entries(namedConnections(connections)).flatMap(([connection, settings]) =>
    Object.entries(isRecord(settings) ? settings : {})
      .filter(([name]) => isCredential(name))
      .map(([name, value]) => ({ name, key: keyOf(connection, name), value: textOf(value) }))
      .filter(({ value }) => isPresent(value)),
  );
