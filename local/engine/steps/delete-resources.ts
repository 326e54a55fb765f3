import { deletionSteps, unselectedDeletions } from "./deletions.js";
import { allRequirementsOf } from "./dependency-graph.js";
import type { Planned } from "./planned.js";
import type { Resource } from "../state/resource.js";
import type { RunContext } from "../run-context.js";
import { resourceOf } from "./step.js";

type DeletionContext = Pick<RunContext, "resources" | "executor" | "reporter" | "isPreview" | "selection">;

/** Deletes resources that are no longer needed. If one can't be deleted, those that it depends on are kept too. */
export const deleteResources = async (
  { resources, executor, reporter, isPreview, selection }: DeletionContext,
  planned: Planned,
  isDeletionPlanned: (resource: Resource) => boolean,
): Promise<void> => {
  const kept = new Set(
    resources
      .filter((resource) => executor.skipped.has(resource))
      .flatMap((resource) => [...allRequirementsOf(resource, resources)]),
  );
  const rounds = deletionSteps(resources, planned, isDeletionPlanned, selection);
  const errors = unselectedDeletions(rounds, selection);
  for (const error of errors) {
    reporter.error(error);
    executor.record(error);
  }
  // A preview continues, to show all errors and steps.
  if (errors.length > 0 && !isPreview) return;
  for (const round of rounds) {
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
