import { replacedDependents } from "./delete-before-replace.js";
import { deletionSteps, dependentUrns, unselectedDeletions } from "./deletions.js";
import { allRequirementsOf } from "./dependency-graph.js";
import { asEngineError, type EngineError } from "../errors.js";
import type { Planned } from "./planned.js";
import type { Resource } from "../state/resource.js";
import type { RunContext } from "../run-context.js";
import { resourceOf } from "./step.js";

type DeletionContext = Pick<
  RunContext,
  "resources" | "executor" | "reporter" | "isPreview" | "selection" | "providers"
>;

/**
 * Asks the providers of what depends on a target whether it would be replaced too, as the Pulumi CLI does. The answers
 * don't matter, because everything that depends on a target is looked at anyway. But a provider may refuse, which ends
 * the run.
 */
const askDependents = async (
  { resources, selection: { targets }, providers }: DeletionContext,
  planned: Planned,
): Promise<EngineError | undefined> => {
  if (!targets.isConstrained) return undefined;
  const urns = dependentUrns(resources, targets);
  try {
    for (const resource of resources) {
      if (resource.delete === true || !urns.has(resource.urn)) continue;
      await replacedDependents(resource, resources, planned.settled, providers);
    }
    return undefined;
  } catch (error) {
    return asEngineError(error);
  }
};

/** Deletes resources that are no longer needed. If one can't be deleted, those that it depends on are kept too. */
export const deleteResources = async (
  context: DeletionContext,
  planned: Planned,
  isDeletionPlanned: (resource: Resource) => boolean,
): Promise<void> => {
  const { resources, executor, reporter, isPreview, selection } = context;
  const refused = await askDependents(context, planned);
  if (refused !== undefined) {
    reporter.error(refused);
    executor.record(refused);
    return;
  }
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
