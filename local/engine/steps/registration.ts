import type { Goal } from "./goal.js";
import type { Resource } from "../state/resource.js";
import type { Step } from "./step.js";

/** A resource that the program has registered. */
export interface Registration {
  readonly goal: Goal;
  /** The resource in the state. Undefined if there is none, or if a refresh found it to be gone. */
  readonly old: Resource | undefined;
  readonly new: Resource;
}

/** What follows from a registration. */
export interface Decision {
  readonly steps: readonly Step[];
  /** The resource that the program gets as its answer. */
  readonly resource: Resource;
}
