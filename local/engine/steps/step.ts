import type { StepOp } from "../events.js";
import type { Resource } from "../state/resource.js";
import { PROVIDER_TYPE } from "../values/urn.js";

/** One thing to do with one resource; a replacement is several. */
export type Step =
  | { readonly op: "same"; readonly old: Resource; readonly new: Resource }
  | { readonly op: "create"; readonly new: Resource }
  | {
      readonly op: "create-replacement";
      readonly old: Resource;
      readonly new: Resource;
      readonly replaces: readonly string[];
      /** The old resource is to be deleted once all that depends on it has been updated. */
      readonly deletesLater: boolean;
    }
  | { readonly op: "replace"; readonly old: Resource; readonly new: Resource; readonly replaces: readonly string[] }
  | {
      readonly op: "update";
      readonly old: Resource;
      readonly new: Resource;
      readonly ignoreChanges: readonly string[];
    }
  | { readonly op: "delete"; readonly old: Resource }
  | {
      readonly op: "delete-replaced";
      readonly old: Resource;
      /** The new resource does not exist yet, so the old one stays in the state until it does. */
      readonly isBeforeCreate: boolean;
    }
  | { readonly op: "remove-pending-replace"; readonly old: Resource };

/** The resource that a step leaves behind; none after a deletion. */
export const newOf = (step: Step): Resource | undefined => ("new" in step ? step.new : undefined);

/** The resource that a step starts from; none before a creation. */
export const oldOf = (step: Step): Resource | undefined => ("old" in step ? step.old : undefined);

/** The resource that a step is about. */
export const resourceOf = (step: Step): Resource => ("new" in step ? step.new : step.old);

const PARTS: ReadonlySet<StepOp> = new Set(["create-replacement", "delete-replaced", "remove-pending-replace"]);

/** Whether the step counts in the summary; of a replacement only the `replace` does. */
export const isCounted = (op: StepOp): boolean => !PARTS.has(op);

/** Whether the step is the engine's own business, which nobody is told of. */
export const isInternal = (step: Step): boolean =>
  step.op === "remove-pending-replace" || resourceOf(step).type === PROVIDER_TYPE;
