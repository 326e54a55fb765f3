import { nearestName } from "../nearest-name.js";
import { nearestSetting } from "./setting-names.js";
import { DEFAULT_CONNECTION, keyOf, NAMESPACE, type Setting, SETTINGS } from "./settings.js";

const PREFIX = `${NAMESPACE}:`;
const CONNECTIONS = "connections";

/** The names in a key or a path: `connections`, `us` and `p12` in `connections["us"].p12`. */
export const namesInPath = (path: string): string[] => path.split(/[.[\]"']+/).filter((name) => name !== "");

/** What a key was meant to be whose name has dots: without `--path`, they have no meaning. */
export interface ForgottenPath {
  readonly connection: string;
  readonly setting: Setting | "connections";
  readonly path: string;
}

/** In a path, for the connection that a key doesn't name. */
export const ANY_NAME = "NAME";

/** The path that a key with dots in its name was meant to be, also if a level is missing. */
export const forgottenPath = (key: string): ForgottenPath | undefined => {
  const own = key.slice(PREFIX.length);
  if (!key.startsWith(PREFIX) || !/[.[]/.test(own)) return undefined;
  const names = namesInPath(own);
  const isBelow = nearestName(names[0] ?? "", [CONNECTIONS]) !== undefined;
  const inside = isBelow ? names.slice(1) : names;
  const last = inside.findLastIndex((name) => nearestSetting(name) !== undefined);
  const setting = nearestSetting(inside[last] ?? "");
  const nearest = isBelow ? ANY_NAME : DEFAULT_CONNECTION;
  const [connection = nearest] = last === 0 ? [] : inside;
  if (setting !== undefined) return { connection, setting, path: keyOf(connection, setting) };
  return isBelow ? { connection, setting: CONNECTIONS, path: keyOf(connection, "SETTING") } : undefined;
};

/** The command that sets what a key was meant to be. */
export const commandWithPath = ({ setting, path }: ForgottenPath): string => {
  const isSecret = setting === CONNECTIONS || SETTINGS[setting].isSecret;
  return `pulumi config set ${isSecret ? "--secret " : ""}--path '${path}'`;
};

/** What to ask about a credential in plain text whose key has dots: encrypted, it would still have no effect. */
export const pathRemarks = (keys: readonly string[]): string[] =>
  [...new Set(keys)].flatMap((key) => {
    const meant = forgottenPath(key);
    if (meant === undefined) return [];
    return (
      `Nothing reads ${key} as it is. Was --path forgotten? Then set the value with --path, and remove the key:\n` +
      `  ${commandWithPath(meant)}\n  pulumi config rm '${key}'`
    );
  });
