import { deletionSteps } from "./deletions.js";
import { allRequirementsOf } from "./dependency-graph.js";
import type { Planned } from "./planned.js";
import type { Resource } from "../state/resource.js";
import type { RunContext } from "../run-context.js";
import { resourceOf } from "./step.js";

/** Deletes what of the state has to go; what a resource needs that could not be deleted is kept with it. */
export const deleteResources = async (
  { resources, executor }: Pick<RunContext, "resources" | "executor">,
  planned: Planned,
  isCondemned: (resource: Resource) => boolean,
): Promise<void> => {
  const kept = new Set(
    resources
      .filter((resource) => executor.left.has(resource))
      .flatMap((resource) => [...allRequirementsOf(resource, resources)]),
  );
  for (const round of deletionSteps(resources, planned, isCondemned)) {
    const steps = round.filter((step) => !kept.has(resourceOf(step)));
    await Promise.all(
      steps.map(async (step) => {
        try {
          await executor.chain([step]);
        } catch {
          // Told and recorded by the executor.
          for (const need of allRequirementsOf(resourceOf(step), resources)) kept.add(need);
        }
      }),
    );
  }
};
