import { namedCredentials } from "../connection/connection-names.js";
import { isCredentialName } from "../connection/setting-names.js";
import { CONNECTIONS_KEY, NAMESPACE } from "../connection/settings.js";

/** The stack's configuration as a program sees it. */
export interface ProgramConfig {
  readonly keys: readonly string[];
  readonly get: (key: string) => string | undefined;
  /** For an object: whether any value in it is secret. */
  readonly isSecret: (key: string) => boolean;
}

const escape = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, "\\$&");

/** How a value can be written in YAML and JSON. */
const formsOf = (value: string): string[] => [
  ...new Set([value, JSON.stringify(value).slice(1, -1), value.replaceAll("'", "''")]),
];

/**
 * Values of at least this length are also searched for with all white space removed, because YAML can fold them over
 * several lines. For a shorter one, the beginning of another value could match.
 */
const MIN_FOLDED_LENGTH = 16;

/**
 * The positions in the file at which a value with this name begins. The pattern contains only the name, never the value:
 * an error about a pattern would quote it.
 */
const valuesOf = (file: string, name: string, before: string): number[] => {
  const pattern = new RegExp(`${before}["']?${escape(name)}["']?[ \\t]*:[ \\t]*(?:[|>][-+\\d]*)?["']?`, "gm");
  return [...file.matchAll(pattern)].map(({ index, 0: match }) => index + match.length);
};

/** Whether a value in the file ends at this position. */
const endsAt = (file: string, index: number): boolean => {
  const end = /["']?(?:[ \t]*(?:[,}\r\n]|$)|[ \t]+#)/y;
  end.lastIndex = index;
  return end.test(file);
};

/**
 * Whether the stack's file contains this value in plain text after its name. If the value is encrypted, the file contains
 * only its ciphertext.
 */
export const isInPlainText = (file: string, name: string, value: string): boolean => {
  const forms = formsOf(value);
  const onOneLine = valuesOf(file, name, "(?:^|[\\s{,])").some((start) =>
    forms.some((form) => file.startsWith(form, start) && endsAt(file, start + form.length)),
  );
  if (onOneLine || value.length < MIN_FOLDED_LENGTH) return onOneLine;
  const joined = file.replaceAll(/\s/g, "");
  const joinedForms = formsOf(value.replaceAll(/\s/g, ""));
  return valuesOf(joined, name, "").some((start) => joinedForms.some((form) => joined.startsWith(form, start)));
};

/**
 * Keys and paths of credentials that the stack's configuration contains in plain text. Pulumi marks the whole value
 * `connections` secret if any part of it is. If it isn't secret, every credential in it is in plain text. Otherwise the
 * stack's file shows which are; without the file, the program can't tell.
 */
export const findClearCredentials = (config: ProgramConfig, readStackFile: () => string | undefined): string[] => {
  const prefix = `${NAMESPACE}:`;
  const clear = config.keys.filter(
    (key) => key.startsWith(prefix) && isCredentialName(key.slice(prefix.length)) && !config.isSecret(key),
  );
  const credentials = namedCredentials(config.get(CONNECTIONS_KEY), isCredentialName);
  if (credentials.length === 0) return clear;
  const file = config.isSecret(CONNECTIONS_KEY) ? readStackFile() : undefined;
  const isClear = ({ name, value }: { readonly name: string; readonly value: string }): boolean =>
    !config.isSecret(CONNECTIONS_KEY) || (file !== undefined && isInPlainText(file, name, value));
  return [...clear, ...credentials.filter(isClear).map(({ key }) => key)];
};

/** @param commands that encrypt what is in plain text */
export const plainTextRefusal = (commands: readonly string[]): string =>
  "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
  `the credential. Then encrypt it:${commands.map((command) => `\n  ${command}`).join("")}`;
