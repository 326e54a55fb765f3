import { isDeepStrictEqual } from "node:util";
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
import { credentialMeantBy, credentialsOf } from "../provider/program/credential-places.js";
import { type ConfigFiles } from "../provider/program/stack-file.js";
import { plainProperties, type Properties, withSecretsOf } from "../provider/resources/protocol.js";
import { type Urn } from "./resource.js";

/** The names of the providers that the engine makes from the stack's configuration: `default_0_3_0`. */
const DEFAULT_PROVIDER = /^default(?:_|$)/;

/** Whether the program makes the provider itself. */
export const isExplicitProvider = ({ name }: Urn): boolean => !DEFAULT_PROVIDER.test(name);

/** A key without the namespace, as the provider's inputs have it. */
const nameOf = (key: string): string => key.slice(NAMESPACE.length + 1);

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
  stackConfig: (key) => textOf(inputs[nameOf(key)]),
  keys: () => Object.keys(inputs).map((name) => `${NAMESPACE}:${name}`),
  environment,
});

/**
 * The inputs of a provider with every credential marked as secret, so that none is in the stack's state in plain text. The
 * engine has removed the marks before.
 */
export const withSecretCredentials = (given: Properties): Record<string, unknown> => {
  const inputs = plainProperties(given);
  const { stackConfig, keys } = settingsOf(inputs, {});
  const secrets = credentialsOf(keys(), stackConfig).map(({ names: [key = ""] }) => nameOf(key));
  // What can't be read may hold a credential.
  const unreadable = isRecord(readJson(stackConfig(CONNECTIONS_KEY) ?? "{}")) ? [] : [nameOf(CONNECTIONS_KEY)];
  return withSecretsOf(inputs, given, new Set([...secrets, ...unreadable]));
};

/** Finds a credential of an explicit provider in the files. Its values can have the input's name, as in a YAML program. */
const explicitRefusal = (inputs: Properties, { stack, project }: ConfigFiles, urn: Urn): string | undefined => {
  const { stackConfig, keys } = settingsOf(inputs, {});
  for (const { names, text } of credentialsOf(keys(), stackConfig)) {
    const setting = text === "" ? undefined : credentialMeantBy(names);
    const [key = "", ...others] = names;
    const place = [nameOf(key), ...others];
    const isInFile = isInProject(project, place, text) || isInPlainText(project, [...place, "fn::secret"], text);
    const isInStack = isInPlainText(stack, [`${urn.project}:${nameOf(key)}`, ...others], text);
    if (setting === undefined || !(isInFile || isInStack)) continue;
    const file = isInFile ? "the project's file, Pulumi.yaml," : "the stack's configuration";
    return (
      `ERR_CONFIG_NOT_SECRET: ${file} contains ${place.join(".")} of the provider "${urn.name}" in plain text. If the file was shared, ` +
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
