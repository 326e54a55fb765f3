import { createConnections } from "../../provider/connection/connection.js";
import { DEFAULT_CONNECTION } from "../../provider/connection/settings.js";
import { readConfiguredConnections } from "../access/read-settings.js";
import { selectedStack } from "../access/selected-stack.js";

/** Where the settings of a connection are looked for. */
export interface ConnectionPlace {
  readonly connection: string | undefined;
  /** Name of a stack, or false for the environment alone; else the selected one. */
  readonly stack: string | false | undefined;
  readonly cwd: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The host that a connection names; undefined where nothing configures it. */
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
