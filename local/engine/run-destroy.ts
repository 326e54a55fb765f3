import { deleteResources } from "./steps/delete-resources.js";
import { Planned } from "./steps/planned.js";
import type { RunContext, RunOutcome } from "./run-context.js";
import { objectOf } from "./values/values.js";

/** Deletes the selected resources of the state, each before those that it depends on. */
export const runDestroy = async (context: RunContext): Promise<RunOutcome> => {
  await deleteResources(context, new Planned(), () => false);
  return { outputs: objectOf([]), error: context.executor.failure };
};
