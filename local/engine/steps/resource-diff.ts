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

/** A provider's diff, completed by the engine. */
export interface ResourceDiff {
  readonly isChanged: boolean;
  /** The names of the properties that cause the replacement. */
  readonly replaces: readonly string[];
  readonly isReplaced: boolean;
  readonly deleteBeforeReplace: boolean;
  /** The paths at which the values differ, as far as they are known. */
  readonly paths: readonly PropertyPath[];
}

/** The path with which `replaceOnChanges` matches a half-made resource. */
const INIT_ERROR: PropertyPath = ["#initerror"];

export const UNCHANGED: ResourceDiff = {
  isChanged: false,
  replaces: [],
  isReplaced: false,
  deleteBeforeReplace: false,
  paths: [],
};

/** A diff without asking the provider: the resource is replaced because of one property. */
export const replacedFor = (property: string): ResourceDiff => ({
  ...UNCHANGED,
  isChanged: true,
  replaces: [property],
  isReplaced: true,
});

/**
 * Resets the inputs at the ignored paths to their old values. `failed` lists the paths for which that isn't possible.
 */
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

/** The paths at which two values differ. */
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
  const reported = { replaces, isReplaced: replaces.length > 0, deleteBeforeReplace };
  const changedPaths = diff.changed.map((key) => parsePropertyPath(key) ?? [key]);
  if (diff.changes !== "unknown") return { ...reported, isChanged: diff.changes === "some", paths: changedPaths };
  const { inputs } = ignoreChanges(news, old.inputs, ignored);
  const paths = differingPaths(comparable(old.inputs), comparable(inputs), []);
  return { ...reported, isChanged: paths.length > 0, paths };
};

/** Asks the provider for a diff. If the provider doesn't know, compares the inputs. */
export const diffResource = async (
  provider: ProviderClient,
  old: Subject,
  news: Properties,
  ignored: readonly string[],
  keepUnknowns: boolean,
): Promise<ResourceDiff> => complete(await provider.diff(old, news, ignored, keepUnknowns), old, news, ignored);

/** Compares the inputs of a component, which has no provider. */
export const diffComponent = (oldInputs: Properties, inputs: Properties): ResourceDiff =>
  equalValues(oldInputs, inputs) ? UNCHANGED : { ...UNCHANGED, isChanged: true };

/** Turns changes at the paths of `replaceOnChanges` into a replacement. */
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

/** As in Pulumi, a secret trigger in the state is ignored: it compares as null. */
const asStored = (trigger: Value): Value => {
  if (trigger instanceof Secret) return null;
  if (isList(trigger)) return trigger.map(asStored);
  if (!isObject(trigger)) return trigger;
  return objectOf(Object.entries(trigger).map(([key, value]) => [key, asStored(value)] as const));
};

/** Whether the replacement trigger has changed. Adding or removing one doesn't count as a change. */
export const isTriggered = (old: Value, current: Value): boolean => {
  const before = asStored(old);
  const now = withoutSecrets(current);
  if (containsUnknown(before) || containsUnknown(now)) return true;
  return before !== null && now !== null && !equalValues(before, now);
};
