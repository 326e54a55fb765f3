import type { EngineError } from "./errors.js";
import type { RunContext, RunOutcome } from "./run-context.js";
import { runDestroy } from "./run-destroy.js";
import { runProgram } from "./run-program.js";
import { refreshState, runRefresh } from "./run-refresh.js";
import { missingTargetError } from "./steps/targeting.js";
import { objectOf } from "./values/values.js";

/** Ends a run that can't go on. */
const end = ({ executor, reporter }: RunContext, error: EngineError): RunOutcome => {
  reporter.error(error);
  executor.fail(error);
  return { outputs: objectOf([]), error };
};

/** The error for names that the state must have, because nothing else can have them. */
const missingIn = ({ selection, operation, resources, isRefreshing, runsProgram }: RunContext) => {
  const urns = new Set(resources.map(({ urn }) => urn));
  const isKnown = (urn: string): boolean => urns.has(urn);
  const isReadFirst = isRefreshing && !runsProgram;
  const mustExist = operation === "refresh" || operation === "destroy" || isReadFirst;
  const missing = mustExist ? missingTargetError(selection.targets, isKnown) : undefined;
  return missing ?? missingTargetError(selection.replaced, isKnown);
};

/** Runs the operation of a context. */
export const runIn = async (context: RunContext): Promise<RunOutcome> => {
  const { operation, runsProgram, isRefreshing, executor } = context;
  const missing = missingIn(context);
  if (missing !== undefined) return end(context, missing);
  if (operation === "refresh" && !runsProgram) return runRefresh(context);
  if (operation === "refresh") return runProgram(context, "refresh");
  // A destroy reads with the last configuration even if it runs the program.
  if (isRefreshing && (!runsProgram || operation === "destroy")) {
    await refreshState(context, () => false);
    // What couldn't be read mustn't be changed. That ends the run even if it continues on errors.
    if (executor.failure !== undefined) return { outputs: objectOf([]), error: executor.failure };
  }
  if (operation === "destroy") return runsProgram ? runProgram(context, "destroy") : runDestroy(context);
  return runProgram(context, "update");
};
