import { deleteResources } from "./steps/delete-resources.js";
import { Planned } from "./steps/planned.js";
import type { RunContext, RunOutcome } from "./run-context.js";
import { objectOf } from "./values/values.js";

/** Deletes everything that the state knows, what depends on something before it. */
export const runDestroy = async (context: RunContext): Promise<RunOutcome> => {
  await deleteResources(context, new Planned(), () => false);
  return { outputs: objectOf([]), error: context.executor.failure };
};
