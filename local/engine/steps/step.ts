import type { StepOp } from "../events.js";
import type { Resource } from "../state/resource.js";
import { PROVIDER_TYPE } from "../values/urn.js";

/** One operation on one resource. A replacement consists of several steps. */
export type Step =
  | {
      readonly op: "same";
      readonly old: Resource;
      readonly new: Resource;
      /** The resource doesn't exist and this run doesn't create it. `old` is a copy of `new`, and nothing is recorded. */
      readonly isSkippedCreate?: true;
    }
  | { readonly op: "create"; readonly new: Resource }
  | {
      readonly op: "create-replacement";
      readonly old: Resource;
      readonly new: Resource;
      readonly replaces: readonly string[];
      /** The old resource is deleted later, after everything that depends on it has been updated. */
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
      /** The new resource doesn't exist yet: the old one stays in the state until it does. */
      readonly isBeforeCreate: boolean;
    }
  | { readonly op: "remove-pending-replace"; readonly old: Resource };

/** The resource after a step, or undefined after a deletion. */
export const newOf = (step: Step): Resource | undefined => ("new" in step ? step.new : undefined);

/** The resource before a step, or undefined before a creation. */
export const oldOf = (step: Step): Resource | undefined => ("old" in step ? step.old : undefined);

/** The resource that a step is about. */
export const resourceOf = (step: Step): Resource => ("new" in step ? step.new : step.old);

/** Whether the step only stands for a resource that this run doesn't create. */
export const isSkippedCreate = (step: Step): boolean => step.op === "same" && step.isSkippedCreate === true;

const PARTS: ReadonlySet<StepOp> = new Set(["create-replacement", "delete-replaced", "remove-pending-replace"]);

/** Whether the summary counts the step. Of a replacement, only the `replace` is counted. */
export const isCounted = (op: StepOp): boolean => !PARTS.has(op);

/** Whether the step is internal to the engine and not shown. */
export const isInternal = (step: Step): boolean =>
  step.op === "remove-pending-replace" || resourceOf(step).type === PROVIDER_TYPE;
