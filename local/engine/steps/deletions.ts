import { deletionRounds } from "./dependency-graph.js";
import type { Planned } from "./planned.js";
import type { Resource } from "../state/resource.js";
import type { Step } from "./step.js";

const deletionOf = (resource: Resource, planned: Planned): Step | undefined => {
  if (resource.delete === true) return { op: "delete-replaced", old: resource, isBeforeCreate: false };
  if (planned.isKept(resource.urn)) return undefined;
  // It was deleted to be replaced, but the program does not have it any more.
  if (resource.pendingReplacement === true) return { op: "remove-pending-replace", old: resource };
  return { op: "delete", old: resource };
};

/**
 * Decides what of the state has to go, because the program does not have it or because it was replaced, in rounds:
 * what depends on something goes before it.
 */
export const deletionSteps = (
  resources: readonly Resource[],
  planned: Planned,
  isCondemned: (resource: Resource) => boolean,
): readonly (readonly Step[])[] => {
  const steps = new Map<Resource, Step>();
  for (const resource of resources) {
    // Deleted already, ahead of what it depended on.
    if (resource.delete === true && isCondemned(resource)) continue;
    const step = deletionOf(resource, planned);
    if (step !== undefined) steps.set(resource, step);
  }
  return deletionRounds([...steps.keys()], resources).map((round) =>
    round.flatMap((resource) => steps.get(resource) ?? []),
  );
};
