import { createConnections } from "../../provider/connection/connection.js";
import { DEFAULT_CONNECTION } from "../../provider/connection/settings.js";
import { readConfiguredConnections } from "../access/read-settings.js";
import { selectedStack } from "../access/selected-stack.js";

/** Where to look for the settings of a connection. */
export interface ConnectionPlace {
  readonly connection: string | undefined;
  /** Name of a stack; false: only environment variables; undefined: the selected stack. */
  readonly stack: string | false | undefined;
  readonly cwd: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The host of a connection; undefined if the connection isn't configured. */
export const hostOfConnection = async (place: ConnectionPlace): Promise<string | undefined> => {
  const { connection = DEFAULT_CONNECTION, stack, cwd, environment } = place;
  const name = stack ?? (await selectedStack(cwd, () => undefined)) ?? false;
  const { sources } = await readConfiguredConnections(name === false ? undefined : name, cwd, environment);
  return createConnections(
    sources,
    () => new Date(),
    () => undefined,
  ).hostOf(connection)?.host;
};
