import type { ResourceState } from "./resource-state.js";
import { providerUrn } from "../values/urn.js";

/** A resource while the engine works on it: it is itself, whatever becomes of its fields, and steps change them. */
export type Resource = { -readonly [Key in keyof ResourceState]: ResourceState[Key] };

/** The URNs of what a resource depends on by its inputs or by `dependsOn`, without its parent and its provider. */
export const dependencyUrns = (resource: ResourceState): readonly string[] => [
  ...(resource.dependencies ?? []),
  ...Object.values(resource.propertyDependencies ?? {}).flat(),
];

/** The URNs of all that must be there before a resource: its dependencies, its parent and its provider. */
export const requiredUrns = (resource: ResourceState): readonly string[] => [
  ...dependencyUrns(resource),
  ...(resource.parent === undefined ? [] : [resource.parent]),
  ...(resource.provider === undefined ? [] : [providerUrn(resource.provider)]),
];
