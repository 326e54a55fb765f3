import type { ResourceState } from "./resource-state.js";

const without = (resource: ResourceState, isPresent: (urn: string) => boolean): ResourceState => {
  const { parent, dependencies, propertyDependencies } = resource;
  return {
    ...resource,
    parent: parent !== undefined && !isPresent(parent) ? undefined : parent,
    dependencies: dependencies?.filter(isPresent),
    propertyDependencies:
      propertyDependencies === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(propertyDependencies)
              .map(([key, urns]) => [key, urns.filter(isPresent)] as const)
              .filter(([, urns]) => urns.length > 0),
          ),
  };
};

/** Removes references to resources that are no longer in the state. */
export const withoutDangling = (resources: readonly ResourceState[]): readonly ResourceState[] => {
  const present = new Set<string>();
  const isPresent = (urn: string): boolean => present.has(urn);
  return resources.map((resource) => {
    const { urn, parent, dependencies = [], propertyDependencies = {} } = resource;
    const needs = [...(parent === undefined ? [] : [parent]), ...dependencies];
    const isWhole = [...needs, ...Object.values(propertyDependencies).flat()].every(isPresent);
    const kept = isWhole ? resource : without(resource, isPresent);
    present.add(urn);
    return kept;
  });
};
