import { namesInPath } from "../connection/forgotten-path.js";
import { isCredentialName, nearestSetting, settingMeantBy } from "../connection/setting-names.js";
import { CONNECTIONS_KEY, isPresent, NAMESPACE, type Setting, SETTINGS } from "../connection/settings.js";
import { type Leaf, leavesOf, objectOfText } from "./leaves.js";

const PREFIX = `${NAMESPACE}:`;
const CONNECTIONS = CONNECTIONS_KEY.slice(PREFIX.length);

const isOtherSetting = (name: string): boolean => {
  const setting = nearestSetting(name);
  return setting !== undefined && !SETTINGS[setting].isSecret;
};

const isExactCredential = (name: string): boolean => {
  const setting = settingMeantBy(name);
  return setting !== undefined && SETTINGS[setting].isSecret;
};

/** The names of a place in the configuration, without the namespace and those that count the entries of a list. */
const pathOf = ([key = "", ...names]: readonly string[]): string[] =>
  [key.slice(PREFIX.length), ...names].flatMap(namesInPath).filter((name) => !/^\d+$/.test(name));

/** The name of the credential to which names lead, or into which. A connection can have it, too: `connections.p12.host`. */
const credentialName = (names: readonly string[]): string | undefined => {
  const own = names[0]?.slice(PREFIX.length) ?? "";
  if (isCredentialName(own)) return own;
  return pathOf(names).find((name, index, path) => {
    if (index === path.length - 1) return isCredentialName(name);
    // The name of a connection can be near that of a credential.
    const isConnection = index === 1 && path[0] === CONNECTIONS;
    return !isConnection && isExactCredential(name) && !isOtherSetting(path[index + 1] ?? "");
  });
};

/** The credential to which names lead, the key and those in an object. */
export const credentialMeantBy = (names: readonly string[]): Setting | undefined =>
  nearestSetting(credentialName(names) ?? "");

/** Whether a text that isn't JSON names a credential: its value stands there all the same. */
const mentionsCredential = (text: string): boolean =>
  [...text.matchAll(/(?<![\w-])[\w-]+(?=["']?\s*:)/g)].some(([name]) => isCredentialName(name));

const holdsCredential = ({ names, text }: Leaf): boolean => {
  if (credentialName(names) !== undefined) return true;
  const object = objectOfText(text);
  if (object !== undefined) return leavesOf(object, names).some(holdsCredential);
  // The host `p12:8443` is none.
  return !isOtherSetting(pathOf(names).at(-1) ?? "") && mentionsCredential(text);
};

/**
 * The credentials in one value of this package's configuration, at whatever place: a forgotten `--path` makes a key of
 * `connections.us.p12`, and nothing reads it, but its value is as secret.
 *
 * @param key with its namespace
 * @returns each with the names that lead to it: the key, then those in an object
 */
const credentialsAt = (key: string, text: string): Leaf[] => {
  const whole = { names: [key], text };
  const leaves = leavesOf(objectOfText(text), [key]);
  const found = leaves.length === 0 ? [whole] : leaves.filter((leaf) => isPresent(leaf.text));
  return found.filter(holdsCredential);
};

/** The credentials in all of this package's configuration: values of their own, then those in objects. */
export const credentialsOf = (keys: readonly string[], get: (key: string) => string | undefined): Leaf[] => {
  const found = keys.filter((key) => key.startsWith(PREFIX)).flatMap((key) => credentialsAt(key, get(key) ?? ""));
  return [...found.filter(({ names }) => names.length === 1), ...found.filter(({ names }) => names.length > 1)];
};
