import { deletionRounds } from "./dependency-graph.js";
import type { Planned } from "./planned.js";
import type { Resource } from "../state/resource.js";
import type { Step } from "./step.js";

const deletionOf = (resource: Resource, planned: Planned): Step | undefined => {
  if (resource.delete === true) return { op: "delete-replaced", old: resource, isBeforeCreate: false };
  if (planned.isKept(resource.urn)) return undefined;
  // It was deleted for a replacement, but the program no longer declares it.
  if (resource.pendingReplacement === true) return { op: "remove-pending-replace", old: resource };
  return { op: "delete", old: resource };
};

/**
 * Decides which resources to delete: those that the program no longer declares, and those that were replaced. The
 * result is in rounds, so that each resource is deleted before those that it depends on.
 */
export const deletionSteps = (
  resources: readonly Resource[],
  planned: Planned,
  isDeletionPlanned: (resource: Resource) => boolean,
): readonly (readonly Step[])[] => {
  const steps = new Map<Resource, Step>();
  for (const resource of resources) {
    // Already deleted, before a resource that it depended on was replaced.
    if (resource.delete === true && isDeletionPlanned(resource)) continue;
    const step = deletionOf(resource, planned);
    if (step !== undefined) steps.set(resource, step);
  }
  return deletionRounds([...steps.keys()], resources).map((round) =>
    round.flatMap((resource) => steps.get(resource) ?? []),
  );
};
