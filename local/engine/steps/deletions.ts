import { deletionRounds } from "./dependency-graph.js";
import { resourceError } from "./find-old.js";
import type { EngineError } from "../errors.js";
import type { Planned } from "./planned.js";
import { type Resource, requiredUrns } from "../state/resource.js";
import { type Step, resourceOf } from "./step.js";
import type { Selection } from "./targeting.js";
import { Targets } from "./targets.js";

const EVERYTHING = { targets: new Targets([]) };

/** The URNs of the targets and of everything that needs them. */
export const dependentUrns = (resources: readonly Resource[], targets: Targets): ReadonlySet<string> => {
  const urns = new Set<string>();
  for (const resource of resources) {
    const isDependent = requiredUrns(resource).some((urn) => urns.has(urn));
    if (isDependent || targets.contains(resource.urn)) urns.add(resource.urn);
  }
  return urns;
};

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
  { targets }: Pick<Selection, "targets"> = EVERYTHING,
): readonly (readonly Step[])[] => {
  const steps = new Map<Resource, Step>();
  const deletable = targets.isConstrained ? dependentUrns(resources, targets) : undefined;
  for (const resource of resources) {
    if (deletable?.has(resource.urn) === false) continue;
    // Already deleted, before a resource that it depended on was replaced.
    if (resource.delete === true && isDeletionPlanned(resource)) continue;
    const step = deletionOf(resource, planned);
    if (step !== undefined) steps.set(resource, step);
  }
  return deletionRounds([...steps.keys()], resources).map((round) =>
    round.flatMap((resource) => steps.get(resource) ?? []),
  );
};

/** The errors for resources that would be deleted with a target, although the run isn't to. */
export const unselectedDeletions = (
  rounds: readonly (readonly Step[])[],
  { targets, withDependents }: Selection,
): readonly EngineError[] => {
  const urns = rounds.flat().map((step) => resourceOf(step).urn);
  return withDependents
    ? []
    : urns
        .filter((urn) => !targets.contains(urn))
        .map((urn) =>
          resourceError(
            `Resource '${urn}' will be destroyed but was not specified in --target list.
` + "Either include resource in --target list or pass --target-dependents to proceed.",
          ),
        );
};
