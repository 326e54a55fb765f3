import type { EngineError } from "../errors.js";
import { resourceError } from "./find-old.js";
import { isManaged, skipCreate } from "./modes.js";
import type { Planned } from "./planned.js";
import type { Decision, Registration } from "./registration.js";
import { type Resource, requiredUrns } from "../state/resource.js";
import { type Step, isSkippedCreate, newOf } from "./step.js";
import type { Targets } from "./targets.js";
import { isStackUrn } from "../values/urn.js";

/** What a run is limited to. */
export interface Selection {
  /** The resources to change, or to read in a refresh. Providers and the stack always belong to them. */
  readonly targets: Targets;
  /** Whether what depends on them belongs to them too. */
  readonly withDependents: boolean;
  /** The resources to replace even if nothing differs. */
  readonly replaced: Targets;
}

/** Whether a resource is selected. A dependent of a selected one is then selected itself. */
export const isSelected = (resource: Resource, { targets, withDependents }: Selection): boolean => {
  if (targets.contains(resource.urn)) return true;
  if (!withDependents || !requiredUrns(resource).some((urn) => targets.contains(urn))) return false;
  targets.add(resource.urn);
  return true;
};

/** Whether a run changes a registered resource. */
export const isIncluded = (resource: Resource, selection: Selection): boolean =>
  isSelected(resource, selection) || isStackUrn(resource.urn) || (resource.custom && !isManaged(resource));

/**
 * Keeps a resource that the run isn't to change, and before it those that it needs but that the program no longer
 * declares: in a state, each resource comes after those that it depends on.
 */
const keepUntouched = (
  old: Resource,
  kept: Resource,
  current: ReadonlyMap<string, Resource>,
  planned: Planned,
): readonly Step[] => {
  planned.registered.add(old.urn);
  planned.same.add(old.urn);
  const needs = requiredUrns(old).flatMap((urn) => {
    const needed = current.get(urn);
    const isKnown = planned.registered.has(urn) || planned.renamed.has(urn);
    return needed === undefined || isKnown ? [] : keepUntouched(needed, { ...needed }, current, planned);
  });
  return [...needs, { op: "same", old, new: kept }];
};

/** What happens to a resource that isn't selected: it stays as it is, or isn't created. Undefined for a selected one. */
export const decideUnselected = (
  { old, new: resource }: Registration,
  options: {
    readonly selection: Selection;
    readonly current: ReadonlyMap<string, Resource>;
    readonly planned: Planned;
  },
): Decision | undefined => {
  const { selection, current, planned } = options;
  if (isIncluded(resource, selection)) return undefined;
  if (old === undefined) return skipCreate(resource, planned);
  // It was deleted before another resource, so it must be created again.
  if (planned.deleted.has(resource.urn)) return undefined;
  planned.same.add(resource.urn);
  const kept: Resource = { ...old };
  return { steps: [...keepUntouched(old, kept, current, planned)], resource: kept };
};

/** The error for a step that needs a resource which isn't selected, and so isn't created. */
export const unselectedNeedError = (steps: readonly Step[], planned: Planned): EngineError | undefined => {
  for (const step of steps) {
    const resource = newOf(step);
    if (resource === undefined || isSkippedCreate(step)) continue;
    const missing = requiredUrns(resource).find((urn) => planned.skipped.has(urn));
    if (missing === undefined) continue;
    planned.skipped.delete(missing);
    return resourceError(
      `Resource '${resource.urn}' depends on '${missing}' which was was not specified in --target list.`,
    );
  }
  return undefined;
};

/** The error for names that neither the state nor the program has. */
export const missingTargetError = (targets: Targets, isKnown: (urn: string) => boolean): EngineError | undefined => {
  const missing = targets.literals.filter((urn) => !isKnown(urn));
  if (missing.length === 0) return undefined;
  const hint = (urn: string): string => (urn.includes("$") ? "" : " Did you forget to escape $ in your shell?");
  return resourceError(missing.map((urn) => `Target '${urn}' could not be found in the stack.${hint(urn)}`).join("\n"));
};
