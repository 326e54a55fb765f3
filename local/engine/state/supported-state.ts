import type { Snapshot } from "./deployment.js";
import { unsupported } from "../errors.js";
import type { ResourceState } from "./resource-state.js";
import { DYNAMIC_PACKAGE, PROVIDER_TYPE, packageOf } from "../values/urn.js";

const unsupportedIn = (resource: ResourceState): string | undefined => {
  const { custom, type, otherFields = {} } = resource;
  if (custom && type !== PROVIDER_TYPE && packageOf(type) !== DYNAMIC_PACKAGE) return "a resource of another provider";
  if (resource.external === true) return "a resource that was only read";
  if (resource.deletedWith !== undefined) return "the option `deletedWith`";
  if ((resource.replaceWith ?? []).length > 0) return "the option `replaceWith`";
  if (otherFields["resourceHooks"] !== undefined) return "hooks";
  if (otherFields["viewOf"] !== undefined) return "a view of another resource";
  return undefined;
};

/** Rejects a state with features that this engine doesn't support. */
export const rejectUnsupportedState = ({ resources }: Snapshot): void => {
  for (const resource of resources) {
    const found = unsupportedIn(resource);
    if (found !== undefined) throw unsupported(`${resource.urn} in the state (${found})`);
  }
};
