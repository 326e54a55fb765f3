import { readSettings } from "../../provider/connection/configured-settings.js";
import { blankSettings, strayRemark } from "../../provider/connection/setting-advice.js";
import { DEFAULT_CONNECTION, effectiveSettings, SETTING_NAMES } from "../../provider/connection/settings.js";
import { type ConfiguredConnections, readConfiguredConnections } from "./read-settings.js";
import { selectedStack } from "./selected-stack.js";

/** The options of a command that sends requests through connections. */
export interface ConnectionOptions {
  /** Empty for all. */
  readonly connection?: readonly string[];
  /** Name of a stack; false with --no-stack; undefined for the selected one. */
  readonly stack?: string | false;
  readonly cwd?: string;
}

/** The connections that a command uses. */
export interface ChosenConnections {
  readonly configured: ConfiguredConnections;
  /** At least one. */
  readonly names: readonly string[];
  /** The stack whose configuration was read; undefined if there is none. */
  readonly stack: string | undefined;
}

/** What is set for the default connection and configures nothing, in parentheses. */
const withoutEffect = ({ sources }: ConfiguredConnections): string => {
  const settings = readSettings(sources, DEFAULT_CONNECTION);
  const strays = settings
    .strays()
    .map(({ written, right }) => `${written} is set, but nothing reads it: did you mean ${right}?`);
  const found = [...blankSettings(settings, SETTING_NAMES), ...strays];
  return found.length === 0 ? "" : ` (${found.join("; ")})`;
};

/** @throws Error if no connection is configured */
export const chooseConnections = async (
  { connection = [], stack, cwd }: ConnectionOptions,
  note: (line: string) => void,
): Promise<ChosenConnections> => {
  const chosen = stack ?? (await selectedStack(cwd, note));
  const name = chosen === false ? undefined : chosen;
  const configured = await readConfiguredConnections(name, cwd, process.env);
  const names = connection.length > 0 ? connection : configured.names;
  if (names.length === 0) {
    const where = name === undefined ? "the environment" : `the stack ${name} or the environment`;
    throw new Error(
      `no connection is configured in ${where}${withoutEffect(configured)}. Choose a stack with --stack, or set ` +
        "CYBERSOURCE_ENVIRONMENT and credentials",
    );
  }
  return { configured, names, stack: name };
};

/** Why no organization is known for a connection, and what to do. */
export const noOrganization = (name: string, { sources }: ConfiguredConnections): string => {
  const settings = readSettings(sources, name);
  const [blank] = blankSettings(settings, ["merchantId"]);
  if (blank !== undefined) return `${blank}. Give it a value, or pass --organization.`;
  return `the organization isn't known${strayRemark(settings, "merchantId")}. Set merchantId, or pass --organization.`;
};

/** The given organizations, or else that of the connection's merchantId, if it has one. */
export const organizationsOf = (
  name: string,
  organizationIds: readonly string[],
  { sources }: ConfiguredConnections,
): readonly string[] => {
  if (organizationIds.length > 0) return organizationIds;
  const { merchantId } = effectiveSettings(readSettings(sources, name));
  return merchantId === undefined ? [] : [merchantId];
};
