import { namedCredentials } from "../connection/connection-names.js";
import { isCredentialName } from "../connection/setting-names.js";
import { CONNECTIONS_KEY, NAMESPACE } from "../connection/settings.js";

/** The stack's configuration as a program sees it. */
export interface ProgramConfig {
  readonly keys: readonly string[];
  readonly get: (key: string) => string | undefined;
  /** Of an object, whether anything in it is secret. */
  readonly isSecret: (key: string) => boolean;
}

const escape = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, "\\$&");

/** A value as YAML and JSON write it. */
const written = (value: string): string[] => [
  ...new Set([value, JSON.stringify(value).slice(1, -1), value.replaceAll("'", "''")]),
];

/** The shortest value that is also looked for with its lines joined, where a shorter one could be the beginning of another. */
const LONG = 16;

/** Where the values of a name begin. The text is searched by name alone: an error of a pattern would quote its parts. */
const valuesOf = (file: string, name: string, before: string): number[] => {
  const pattern = new RegExp(`${before}["']?${escape(name)}["']?[ \\t]*:[ \\t]*(?:[|>][-+\\d]*)?["']?`, "gm");
  return [...file.matchAll(pattern)].map(({ index, 0: match }) => index + match.length);
};

const endsAt = (file: string, index: number): boolean => {
  const end = /["']?(?:[ \t]*(?:[,}\r\n]|$)|[ \t]+#)/y;
  end.lastIndex = index;
  return end.test(file);
};

/** Whether a value stands in the clear behind its name in the stack's file. What is encrypted does not stand there. */
export const standsInClear = (file: string, name: string, value: string): boolean => {
  const forms = written(value);
  const onOneLine = valuesOf(file, name, "(?:^|[\\s{,])").some((start) =>
    forms.some((form) => file.startsWith(form, start) && endsAt(file, start + form.length)),
  );
  if (onOneLine || value.length < LONG) return onOneLine;
  const joined = file.replaceAll(/\s/g, "");
  const joinedForms = written(value.replaceAll(/\s/g, ""));
  return valuesOf(joined, name, "").some((start) => joinedForms.some((form) => joined.startsWith(form, start)));
};

/**
 * Keys and paths of credentials that stand in the stack's configuration in the clear, as far as a program can tell. It is
 * told of `connections` as a whole whether anything in it is secret. Where something is, the stack's file tells the rest.
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
    !config.isSecret(CONNECTIONS_KEY) || (file !== undefined && standsInClear(file, name, value));
  return [...clear, ...credentials.filter(isClear).map(({ key }) => key)];
};
