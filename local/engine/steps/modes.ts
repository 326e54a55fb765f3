import type { Planned } from "./planned.js";
import type { Decision, Registration } from "./registration.js";
import { type Resource, requiredUrns } from "../state/resource.js";
import { PROVIDER_TYPE } from "../values/urn.js";

/** What a run of the program is for. Only `update` creates and changes what the program declares. */
export type Mode = "update" | "refresh" | "destroy";

/** Whether a resource is the work of a dynamic provider, unlike components, the stack and the provider itself. */
export const isManaged = ({ custom, type }: Resource): boolean => custom && type !== PROVIDER_TYPE;

/** Leaves out a resource that this run doesn't create. The program gets its outputs as unknown. */
export const skipCreate = (resource: Resource, planned: Planned): Decision => {
  planned.skipped.add(resource.urn);
  return { steps: [{ op: "same", old: { ...resource }, new: resource, isSkippedCreate: true }], resource };
};

const dependsOnSkipped = (resource: Resource, { skipped }: Planned): boolean =>
  requiredUrns(resource).some((urn) => skipped.has(urn));

/** A refresh keeps every resource as it was read. Providers and components are handled as in an update. */
const decideForRefresh = ({ old, new: resource }: Registration, planned: Planned): Decision | undefined => {
  if (!isManaged(resource) && !dependsOnSkipped(resource, planned)) return undefined;
  return old === undefined ? skipCreate(resource, planned) : { steps: [], resource: old };
};

/**
 * A destroy keeps every resource as it is until the program has ended. Providers and components are handled as in an
 * update.
 */
const decideForDestroy = ({ old, new: resource }: Registration, planned: Planned): Decision | undefined => {
  if (dependsOnSkipped(resource, planned)) {
    if (old !== undefined) resource.outputs = old.outputs;
    return skipCreate(resource, planned);
  }
  if (!isManaged(resource)) return undefined;
  if (old === undefined) return skipCreate(resource, planned);
  planned.same.add(resource.urn);
  resource.inputs = old.inputs;
  return { steps: [{ op: "same", old, new: resource }], resource };
};

/** What a refresh or a destroy does with a registered resource. Undefined where it does what an update does. */
export const decideByMode = (mode: Mode, registration: Registration, planned: Planned): Decision | undefined => {
  if (mode === "update") return undefined;
  return (mode === "refresh" ? decideForRefresh : decideForDestroy)(registration, planned);
};
