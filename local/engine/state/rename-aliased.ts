import { EngineError } from "../errors.js";
import type { Resource } from "./resource.js";
import type { ResourceState } from "./resource-state.js";
import { isStackUrn, makeUrn, parseUrn, providerUrn } from "../values/urn.js";

/** The new URNs of resources that an alias found under an old URN, and of their children. */
const renamesIn = (resources: readonly Resource[]): ReadonlyMap<string, string> => {
  const renamed = new Map<string, string>();
  for (const { urn, parent, aliases } of resources) {
    for (const alias of aliases ?? []) {
      const other = renamed.get(alias);
      if (other !== undefined && other !== urn) {
        throw new EngineError(
          "ERR_ENGINE_RESOURCE",
          `Two resources ('${other}' and '${urn}') aliased to the same: '${alias}'`,
        );
      }
      renamed.set(alias, urn);
    }
    const newParent = parent === undefined ? undefined : renamed.get(parent);
    const parts = parseUrn(urn);
    if (newParent !== undefined && parts !== undefined && !isStackUrn(newParent)) {
      renamed.set(urn, makeUrn(parts, newParent));
    }
  }
  return renamed;
};

/** Replaces the old URNs in all references, after which the aliases aren't needed. */
export const renameAliased = (resources: readonly Resource[]): readonly ResourceState[] => {
  const renamed = renamesIn(resources);
  if (renamed.size === 0) return resources;
  const rename = (urn: string): string => renamed.get(urn) ?? urn;
  const renameProvider = (reference: string): string =>
    rename(providerUrn(reference)) + reference.slice(providerUrn(reference).length);
  return resources.map((resource) => ({
    ...resource,
    aliases: undefined,
    urn: rename(resource.urn),
    parent: resource.parent === undefined ? undefined : rename(resource.parent),
    provider: resource.provider === undefined ? undefined : renameProvider(resource.provider),
    dependencies: resource.dependencies?.map(rename),
    propertyDependencies:
      resource.propertyDependencies === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, urns.map(rename)]),
          ),
  }));
};
