import type { ResourceState } from "./resource-state.js";
import { providerUrn } from "../values/urn.js";

/**
 * A resource during a run. Steps change its fields; its object identity tells it apart from others with the same URN.
 */
export type Resource = { -readonly [Key in keyof ResourceState]: ResourceState[Key] };

/** The URNs that a resource depends on through its inputs or `dependsOn`, without its parent and provider. */
export const dependencyUrns = (resource: ResourceState): readonly string[] => [
  ...(resource.dependencies ?? []),
  ...Object.values(resource.propertyDependencies ?? {}).flat(),
];

/** The URNs of all resources that must exist before a resource: its dependencies, parent and provider. */
export const requiredUrns = (resource: ResourceState): readonly string[] => [
  ...dependencyUrns(resource),
  ...(resource.parent === undefined ? [] : [resource.parent]),
  ...(resource.provider === undefined ? [] : [providerUrn(resource.provider)]),
];
