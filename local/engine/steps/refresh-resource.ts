import { type ApplyContext, subjectOf } from "./apply-step.js";
import { isManaged } from "./modes.js";
import type { Resource } from "../state/resource.js";
import { diffResource } from "./resource-diff.js";
import { withSecretOutputs } from "../values/secrets.js";
import { equalValues } from "../values/values.js";

/** What a refresh found: the current resource, and what the next update would do with it. */
export interface Refreshed {
  readonly op: "same" | "update" | "delete";
  /** Undefined if the resource no longer exists. */
  readonly resource: Resource | undefined;
}

/**
 * Reads the current properties of a resource.
 *
 * @param declared the resource as the program declares it, if it runs: with its provider, options and dependencies
 */
export const refreshResource = async (
  old: Resource,
  context: ApplyContext,
  declared: Resource = old,
): Promise<Refreshed> => {
  if (!isManaged(old) || old.pendingReplacement === true) return { op: "same", resource: old };
  const provider = await context.providers.clientOf(declared);
  const read = await provider.read({ ...subjectOf(old), urn: declared.urn }, old.customTimeouts?.read ?? 0);
  if (read.id === "") return { op: "delete", resource: undefined };
  const inputs = read.inputs ?? old.inputs;
  const isDrifted = !equalValues(inputs, old.inputs) || !equalValues(read.outputs, old.outputs);
  const resource: Resource = {
    ...declared,
    id: read.id,
    inputs,
    outputs: withSecretOutputs(read.outputs, inputs, declared.additionalSecretOutputs ?? []),
    initErrors: [],
    created: old.created,
    // As on the Pulumi CLI, a read that the program causes forgets the taint, and takes over a new replacementTrigger.
    taint: declared.taint,
    modified: isDrifted ? new Date().toISOString() : old.modified,
  };
  // Compares the program's inputs with the current resource, as the next update does.
  const diff = await diffResource(
    provider,
    subjectOf({ ...resource, outputs: read.outputs }),
    old.inputs,
    old.ignoreChanges ?? [],
    context.isPreview,
  );
  return { op: diff.isChanged ? "update" : "same", resource };
};
