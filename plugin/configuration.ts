import { isDeepStrictEqual } from "node:util";
import { namedCredentials } from "../provider/connection/connection-names.js";
import { isCredentialName, nearestSetting } from "../provider/connection/setting-names.js";
import {
  CONNECTIONS_KEY,
  DEFAULT_CONNECTION,
  NAMESPACE,
  type SettingSources,
  variableOf,
} from "../provider/connection/settings.js";
import { isRecord, readJson } from "../provider/json-text.js";
import { clearCredentialsRefusal, isInProject } from "../provider/program/clear-credentials.js";
import { isInPlainText } from "../provider/program/config-file.js";
import { type ConfigFiles } from "../provider/program/stack-file.js";
import { plainProperties, type Properties, withSecretsOf } from "../provider/resources/protocol.js";
import { type Urn } from "./resource.js";

/** The names of the providers that the engine makes from the stack's configuration: `default_0_3_0`. */
const DEFAULT_PROVIDER = /^default(?:_|$)/;

/** Whether the program makes the provider itself. */
export const isExplicitProvider = ({ name }: Urn): boolean => !DEFAULT_PROVIDER.test(name);

const CONNECTIONS = CONNECTIONS_KEY.slice(NAMESPACE.length + 1);

/** A setting as the stack's configuration has it: text, or an object as JSON. */
const textOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
};

/** The settings of a provider, as the verbs read them. Its inputs have no namespace. */
export const settingsOf = (
  inputs: Properties,
  environment: SettingSources["environment"],
): SettingSources & Required<Pick<SettingSources, "keys">> => ({
  stackConfig: (key) => textOf(inputs[key.slice(NAMESPACE.length + 1)]),
  keys: () => Object.keys(inputs).map((name) => `${NAMESPACE}:${name}`),
  environment,
});

/**
 * The inputs of a provider with every credential marked as secret, so that none is in the stack's state in plain text. The
 * engine has removed the marks before.
 */
export const withSecretCredentials = (given: Properties): Record<string, unknown> => {
  const inputs = plainProperties(given);
  const connections = textOf(inputs[CONNECTIONS]);
  // What can't be read may hold a credential.
  const hasNamed =
    !isRecord(readJson(connections ?? "{}")) || namedCredentials(connections, isCredentialName).length > 0;
  const secrets = Object.keys(inputs).filter((name) => isCredentialName(name) || (hasNamed && name === CONNECTIONS));
  return withSecretsOf(inputs, given, new Set(secrets));
};

/** Finds a credential of an explicit provider in the files. Its values can have the input's name, as in a YAML program. */
const explicitRefusal = (inputs: Properties, { stack, project }: ConfigFiles, urn: Urn): string | undefined => {
  for (const [name, input] of Object.entries(inputs)) {
    const value = textOf(input) ?? "";
    const setting = isCredentialName(name) && value !== "" ? nearestSetting(name) : undefined;
    const isInFile = isInProject(project, [name], value) || isInPlainText(project, [name, "fn::secret"], value);
    const isInStack = isInPlainText(stack, [`${urn.project}:${name}`], value);
    if (setting === undefined || !(isInFile || isInStack)) continue;
    const place = isInFile ? "the project's file, Pulumi.yaml," : "the stack's configuration";
    return (
      `ERR_CONFIG_NOT_SECRET: ${place} contains ${name} of the provider "${urn.name}" in plain text. If the file was shared, ` +
      `replace the credential. Then set it in the environment variable ${variableOf(DEFAULT_CONNECTION, setting)}, or pass ` +
      "the provider an encrypted value of the stack's configuration, and remove it from the file."
    );
  }
  return undefined;
};

/** What is wrong with credentials that the files of the stack contain in plain text, if they contain any. */
export const clearInputsRefusal = (inputs: Properties, files: ConfigFiles, urn: Urn): string | undefined => {
  const plain = plainProperties(inputs);
  const { stackConfig, keys } = settingsOf(plain, {});
  // The engine doesn't tell which values are secret, but the files show it.
  const config = { keys: keys(), get: stackConfig, isSecret: () => true };
  const refusal = clearCredentialsRefusal(config, () => files);
  return refusal ?? (isExplicitProvider(urn) ? explicitRefusal(plain, files, urn) : undefined);
};

/** The names of provider inputs that differ. None replaces a provider: that would replace all its resources. */
export const changedSettings = (olds: Properties, news: Properties): string[] => {
  const [before, after] = [plainProperties(olds), plainProperties(news)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
};
