import { type ApplyContext, subjectOf } from "./apply-step.js";
import type { Resource } from "../state/resource.js";
import { diffResource } from "./resource-diff.js";
import { withSecretOutputs } from "../values/secrets.js";
import { PROVIDER_TYPE } from "../values/urn.js";
import { equalValues } from "../values/values.js";

/** What a refresh found: the current resource, and what the next update would do with it. */
export interface Refreshed {
  readonly op: "same" | "update" | "delete";
  /** Undefined if the resource no longer exists. */
  readonly resource: Resource | undefined;
}

/** Reads the current properties of a resource. */
export const refreshResource = async (old: Resource, context: ApplyContext): Promise<Refreshed> => {
  if (!old.custom || old.type === PROVIDER_TYPE || old.pendingReplacement === true) {
    return { op: "same", resource: old };
  }
  const provider = await context.providers.clientOf(old);
  const read = await provider.read(subjectOf(old), old.customTimeouts?.read ?? 0);
  if (read.id === "") return { op: "delete", resource: undefined };
  const inputs = read.inputs ?? old.inputs;
  const isDrifted = !equalValues(inputs, old.inputs) || !equalValues(read.outputs, old.outputs);
  const resource: Resource = {
    ...old,
    id: read.id,
    inputs,
    outputs: withSecretOutputs(read.outputs, inputs, old.additionalSecretOutputs ?? []),
    initErrors: [],
    modified: isDrifted ? new Date().toISOString() : old.modified,
  };
  // Compares the program's inputs with the current resource, as the next update does.
  const diff = await diffResource(
    provider,
    subjectOf({ ...resource, outputs: read.outputs }),
    old.inputs,
    old.ignoreChanges ?? [],
    context.isPreview,
  );
  return { op: diff.isChanged ? "update" : "same", resource };
};

/** Removes all references to resources that a refresh found to be deleted. */
export const rebuildState = (resources: readonly Resource[]): readonly Resource[] => {
  const present = new Set<string>();
  return resources.map((resource) => {
    const isPresent = (urn: string): boolean => present.has(urn);
    const { dependencies, propertyDependencies } = resource;
    const rebuilt: Resource = {
      ...resource,
      parent: resource.parent !== undefined && !isPresent(resource.parent) ? undefined : resource.parent,
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
    present.add(resource.urn);
    return rebuilt;
  });
};
