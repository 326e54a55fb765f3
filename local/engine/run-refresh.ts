import { Limit } from "./concurrency.js";
import { asEngineError } from "./errors.js";
import type { Refreshed } from "./steps/refresh-resource.js";
import { isSelected } from "./steps/targeting.js";
import type { Resource } from "./state/resource.js";
import type { RunContext, RunOutcome } from "./run-context.js";
import { isStackUrn } from "./values/urn.js";
import { objectOf } from "./values/values.js";

const refresh = async (context: RunContext, old: Resource): Promise<Refreshed> => {
  const { executor, refresher } = context;
  if (executor.isHalted()) return { op: "same", resource: old };
  try {
    return await refresher.read(old);
  } catch (error) {
    // A resource that can't be read stays as it is in the state. The others are still read.
    executor.record(asEngineError(error));
    return { op: "same", resource: old };
  }
};

/** As on the Pulumi CLI, a refresh of the state drops properties without dependencies. */
const dropEmptyDependencies = (resource: Resource): void => {
  const { propertyDependencies } = resource;
  if (propertyDependencies === undefined) return;
  const entries = Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0);
  resource.propertyDependencies = Object.fromEntries(entries);
};

/**
 * Reads the selected resources of the state, without those that `isLeftOut`, and records what they are now. Their
 * providers get the configuration in the state, unless the program has registered them.
 */
export const refreshState = async (context: RunContext, isLeftOut: (urn: string) => boolean): Promise<void> => {
  const { resources, snapshot, selection } = context;
  const limit = new Limit(context.parallel);
  const isRead = (resource: Resource): boolean => isSelected(resource, selection) && !isLeftOut(resource.urn);
  // In the order of the state, because a resource can be selected through one that it depends on.
  const choices = resources.map((resource) => ({ resource, isRead: isRead(resource) }));
  const read = choices.filter(({ isRead }) => isRead).map(({ resource }) => resource);
  const found = await Promise.all(read.map((resource) => limit.run(() => refresh(context, resource))));
  const gone = read.filter((_, index) => found[index]?.resource === undefined);
  for (const [index, resource] of read.entries()) Object.assign(resource, found[index]?.resource);
  for (const resource of resources) if (!isLeftOut(resource.urn)) dropEmptyDependencies(resource);
  for (const resource of gone) resources.splice(resources.indexOf(resource), 1);
  await snapshot?.refreshed(resources, gone);
};

/** Reads the current properties of the resources in the state, and records them. */
export const runRefresh = async (context: RunContext): Promise<RunOutcome> => {
  if (context.clearPendingCreates) context.snapshot?.clearPendingCreates();
  await refreshState(context, () => false);
  const stack = context.resources.find(({ urn }) => isStackUrn(urn));
  return { outputs: stack?.outputs ?? objectOf([]), error: context.executor.failure };
};
