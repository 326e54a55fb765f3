import { deletionSteps } from "./deletions.js";
import { allRequirementsOf } from "./dependency-graph.js";
import type { Planned } from "./planned.js";
import type { Resource } from "../state/resource.js";
import type { RunContext } from "../run-context.js";
import { resourceOf } from "./step.js";

/** Deletes resources that are no longer needed. If one can't be deleted, those that it depends on are kept too. */
export const deleteResources = async (
  { resources, executor }: Pick<RunContext, "resources" | "executor">,
  planned: Planned,
  isDeletionPlanned: (resource: Resource) => boolean,
): Promise<void> => {
  const kept = new Set(
    resources
      .filter((resource) => executor.skipped.has(resource))
      .flatMap((resource) => [...allRequirementsOf(resource, resources)]),
  );
  for (const round of deletionSteps(resources, planned, isDeletionPlanned)) {
    const steps = round.filter((step) => !kept.has(resourceOf(step)));
    await Promise.all(
      steps.map(async (step) => {
        try {
          await executor.chain([step]);
        } catch {
          // The executor has reported and recorded the error.
          for (const need of allRequirementsOf(resourceOf(step), resources)) kept.add(need);
        }
      }),
    );
  }
};
