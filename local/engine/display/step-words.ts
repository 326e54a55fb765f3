import type { StepOp } from "../events.js";

type Colour = "green" | "yellow" | "red" | "magenta" | "cyan";

/** The words for a step, the same as those of `pulumi up`. */
export interface StepWords {
  readonly sign: string;
  readonly colour: Colour;
  /** In a preview. */
  readonly planned: string;
  readonly doing: string;
  readonly done: string;
  /** In the summary. */
  readonly counted: string;
}

const words = (sign: string, colour: Colour, [planned, doing, done, counted = done]: readonly string[]): StepWords => ({
  sign,
  colour,
  planned: planned ?? "",
  doing: doing ?? "",
  done: done ?? "",
  counted: counted ?? "",
});

/** The steps that are shown, in the order of the summary. `same` has no line of its own and is only counted. */
export const STEP_WORDS: Readonly<Partial<Record<StepOp, StepWords>>> = {
  create: words("+", "green", ["create", "creating", "created"]),
  update: words("~", "yellow", ["update", "updating", "updated"]),
  delete: words("-", "red", ["delete", "deleting", "deleted"]),
  replace: words("+-", "magenta", ["replace", "replacing", "replaced"]),
  "create-replacement": words("++", "green", ["create replacement", "creating replacement", "created replacement"]),
  "delete-replaced": words("--", "red", ["delete original", "deleting original", "deleted original"]),
  refresh: words("~", "yellow", ["refreshing", "refreshing", "refreshed"]),
  read: words(">", "cyan", ["read", "reading", "read"]),
  "discard-replaced": words("<", "red", ["discard", "discarding", "discarded"]),
  "remove-pending-replace": words("~", "yellow", ["complete replace", "completing replace", "completed replace"]),
};
