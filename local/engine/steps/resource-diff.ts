import type { Diff, ProviderClient, Subject } from "../processes/provider-client.js";
import { type PropertyPath, containsPath, parsePropertyPath, resetPath } from "./property-path.js";
import { withoutSecrets } from "../values/secrets.js";
import {
  type Properties,
  type Value,
  Secret,
  containsUnknown,
  equalValues,
  isList,
  isObject,
  objectOf,
} from "../values/values.js";

/** A provider's diff, completed by what the engine itself can tell. */
export interface ResourceDiff {
  readonly isChanged: boolean;
  /** The names of the properties for which the resource is replaced. */
  readonly replaces: readonly string[];
  readonly isReplaced: boolean;
  readonly deleteBeforeReplace: boolean;
  /** Where the values differ, as far as the engine knows. */
  readonly paths: readonly PropertyPath[];
}

/** The path under which `replaceOnChanges` finds a resource that could not be brought to life. */
const INIT_ERROR: PropertyPath = ["#initerror"];

export const UNCHANGED: ResourceDiff = {
  isChanged: false,
  replaces: [],
  isReplaced: false,
  deleteBeforeReplace: false,
  paths: [],
};

/** A diff that the engine makes up: the resource is replaced on account of one property. */
export const replacedFor = (property: string): ResourceDiff => ({
  ...UNCHANGED,
  isChanged: true,
  replaces: [property],
  isReplaced: true,
});

/** The inputs with the old value of each property whose changes are to be ignored, and the paths where that failed. */
export const ignoreChanges = (inputs: Properties, oldInputs: Properties, paths: readonly string[]) => {
  const failed: string[] = [];
  let result: Value = inputs;
  for (const text of paths) {
    const path = parsePropertyPath(text);
    if (path === undefined) continue;
    const { value, ok } = resetPath(path, oldInputs, result);
    result = value;
    if (!ok) failed.push(text);
  }
  return { inputs: isObject(result) ? result : inputs, failed };
};

/** Where two values differ, as deep as both have the same shape. */
const differingPaths = (old: Value | undefined, current: Value | undefined, path: PropertyPath): PropertyPath[] => {
  if (old === undefined || current === undefined) return old === current ? [] : [path];
  if (isObject(old) && isObject(current)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(current)])].sort();
    return keys.flatMap((key) => differingPaths(old[key], current[key], [...path, key]));
  }
  if (isList(old) && isList(current)) {
    const length = Math.max(old.length, current.length);
    return Array.from({ length }, (_, index) => differingPaths(old[index], current[index], [...path, index])).flat();
  }
  return equalValues(old, current) ? [] : [path];
};

const comparable = (properties: Properties): Properties =>
  objectOf(Object.entries(properties).map(([key, value]) => [key, withoutSecrets(value)] as const));

const complete = (diff: Diff, old: Subject, news: Properties, ignored: readonly string[]): ResourceDiff => {
  const { replaces, deleteBeforeReplace } = diff;
  const told = { replaces, isReplaced: replaces.length > 0, deleteBeforeReplace };
  const changedPaths = diff.changed.map((key) => parsePropertyPath(key) ?? [key]);
  if (diff.changes !== "unknown") return { ...told, isChanged: diff.changes === "some", paths: changedPaths };
  const { inputs } = ignoreChanges(news, old.inputs, ignored);
  const paths = differingPaths(comparable(old.inputs), comparable(inputs), []);
  return { ...told, isChanged: paths.length > 0, paths };
};

/** Asks the provider what differs; where it does not know, inputs are compared. */
export const diffResource = async (
  provider: ProviderClient,
  old: Subject,
  news: Properties,
  ignored: readonly string[],
  keepUnknowns: boolean,
): Promise<ResourceDiff> => complete(await provider.diff(old, news, ignored, keepUnknowns), old, news, ignored);

/** Compares the inputs of a component, which has no provider to ask. */
export const diffComponent = (oldInputs: Properties, inputs: Properties): ResourceDiff =>
  equalValues(oldInputs, inputs) ? UNCHANGED : { ...UNCHANGED, isChanged: true };

/** Makes a replacement of a change that the program wants to be one. */
export const applyReplaceOnChanges = (
  diff: ResourceDiff,
  replaceOnChanges: readonly string[],
  hasInitErrors: boolean,
): ResourceDiff => {
  if (!diff.isChanged && !hasInitErrors) return diff;
  const paths = replaceOnChanges.flatMap((text) => {
    const path = parsePropertyPath(text);
    return path === undefined ? [] : [path];
  });
  const isWanted = (inner: PropertyPath): boolean => paths.some((path) => containsPath(path, inner));
  const found = diff.paths.filter(isWanted).map((path) => String(path[0] ?? ""));
  const initError = hasInitErrors && isWanted(INIT_ERROR) ? [String(INIT_ERROR[0])] : [];
  const replaces = [...new Set([...diff.replaces, ...found, ...initError])];
  return {
    ...diff,
    isChanged: diff.isChanged || initError.length > 0,
    replaces,
    isReplaced: diff.isReplaced || replaces.length > 0,
  };
};

/** Pulumi reads a secret trigger back from the state as nothing at all, so it compares as nothing. */
const asStored = (trigger: Value): Value => {
  if (trigger instanceof Secret) return null;
  if (isList(trigger)) return trigger.map(asStored);
  if (!isObject(trigger)) return trigger;
  return objectOf(Object.entries(trigger).map(([key, value]) => [key, asStored(value)] as const));
};

/** Whether the trigger of a replacement has changed; to add one, or to take it away, is no change. */
export const isTriggered = (old: Value, current: Value): boolean => {
  const before = asStored(old);
  const now = withoutSecrets(current);
  if (containsUnknown(before) || containsUnknown(now)) return true;
  return before !== null && now !== null && !equalValues(before, now);
};
