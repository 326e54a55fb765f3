import { isDeepStrictEqual } from "node:util";
import { namedCredentials } from "../provider/connection/connection-names.js";
import { isCredentialName } from "../provider/connection/setting-names.js";
import { CONNECTIONS_KEY, NAMESPACE, type SettingSources } from "../provider/connection/settings.js";
import { findClearCredentials, isInPlainText, plainTextRefusal } from "../provider/program/clear-credentials.js";
import { encryptCommand } from "../provider/connection/setting-advice.js";
import { plainProperties, type Properties, withSecretsOf } from "../provider/resources/protocol.js";

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
  const hasNamed = namedCredentials(textOf(inputs[CONNECTIONS]), isCredentialName).length > 0;
  const secrets = Object.keys(inputs).filter((name) => isCredentialName(name) || (hasNamed && name === CONNECTIONS));
  return withSecretsOf(inputs, given, new Set(secrets));
};

/** The names that a value can have in a project's file, in place of its key: `key: { value: … }`. */
const PROJECT_NAMES = ["value", "default"];

/** What is wrong with credentials that the files of the stack contain in plain text, if they contain any. */
export const clearCredentialsRefusal = (
  inputs: Properties,
  files: { readonly stack: string | undefined; readonly project: string | undefined },
): string | undefined => {
  const { stack = "", project = "" } = files;
  const text = `${stack}\n${project}`;
  const isClear = (key: string, value: string): boolean =>
    isInPlainText(text, key, value) || PROJECT_NAMES.some((name) => isInPlainText(project, name, value));
  const { stackConfig, keys } = settingsOf(plainProperties(inputs), {});
  const clear = findClearCredentials(
    {
      keys: keys(),
      get: stackConfig,
      // The engine doesn't tell which values are secret, but the files show it.
      isSecret: (key) => key === CONNECTIONS_KEY || !isClear(key, stackConfig(key) ?? ""),
    },
    () => text,
  );
  if (clear.length === 0) return undefined;
  const removal = clear.some((key) => project.includes(key.startsWith(CONNECTIONS_KEY) ? CONNECTIONS_KEY : key))
    ? "\nand remove it from the project's file, Pulumi.yaml."
    : "";
  return plainTextRefusal(clear.map(encryptCommand)) + removal;
};

/** The names of provider inputs that differ. None replaces a provider: that would replace all its resources. */
export const changedSettings = (olds: Properties, news: Properties): string[] => {
  const [before, after] = [plainProperties(olds), plainProperties(news)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
};
