import type { Goal } from "./goal.js";
import type { Resource } from "../state/resource.js";
import { objectOf } from "../values/values.js";

/** The new resource for a goal, before its provider is called. */
export const newResource = (
  urn: string,
  goal: Goal,
  provider: string | undefined,
  old: Resource | undefined,
): Resource => ({
  urn,
  custom: goal.custom,
  type: goal.type,
  inputs: goal.properties,
  outputs: objectOf([]),
  parent: goal.parent,
  protect: goal.protect === true,
  dependencies: goal.dependencies,
  provider,
  propertyDependencies: goal.propertyDependencies,
  additionalSecretOutputs: goal.additionalSecretOutputs,
  aliases: old === undefined || old.urn === urn ? [] : [old.urn],
  customTimeouts: goal.customTimeouts,
  retainOnDelete: goal.retainOnDelete === true,
  created: old?.created,
  modified: old?.modified,
  ignoreChanges: goal.ignoreChanges,
  hideDiff: goal.hideDiffs,
  replaceOnChanges: goal.replaceOnChanges,
  replacementTrigger: goal.replacementTrigger,
});
