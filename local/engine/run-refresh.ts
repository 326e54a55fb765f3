import { Limit } from "./concurrency.js";
import { asEngineError } from "./errors.js";
import { type Refreshed, rebuildState, refreshResource } from "./steps/refresh-resource.js";
import type { Resource } from "./state/resource.js";
import type { RunContext, RunOutcome } from "./run-context.js";
import { PROVIDER_TYPE, isStackUrn } from "./values/urn.js";
import { objectOf } from "./values/values.js";

const refresh = async (context: RunContext, old: Resource): Promise<Refreshed> => {
  const { executor, reporter } = context;
  const isShown = old.type !== PROVIDER_TYPE;
  if (executor.isHalted()) return { op: "same", resource: old };
  if (isShown) reporter.step("start", "refresh", old);
  try {
    const refreshed = await refreshResource(old, context);
    if (isShown) {
      reporter.count(refreshed.op);
      reporter.step("done", refreshed.op, refreshed.resource ?? old);
    }
    return refreshed;
  } catch (error) {
    // A resource that can't be read stays as it is in the state. The others are still read.
    const failure = asEngineError(error);
    executor.record(failure);
    reporter.error(failure, isShown ? old.urn : undefined);
    if (isShown) reporter.step("failed", "refresh", old);
    return { op: "same", resource: old };
  }
};

/** Reads the current properties of all resources in the state, and records them. */
export const runRefresh = async (context: RunContext): Promise<RunOutcome> => {
  const { resources, snapshot, executor } = context;
  const limit = new Limit(context.parallel);
  const refreshed = await Promise.all(resources.map((old) => limit.run(() => refresh(context, old))));
  const found = rebuildState(refreshed.flatMap(({ resource }) => resource ?? []));
  await snapshot?.rebase(found, { keepPendingCreates: !context.clearPendingCreates });
  const stack = found.find(({ urn }) => isStackUrn(urn));
  return { outputs: stack?.outputs ?? objectOf([]), error: executor.failure };
};
