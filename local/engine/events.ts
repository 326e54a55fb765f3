import type { Properties } from "./values/values.js";

export type Operation = "preview" | "up" | "refresh" | "destroy";

/** The steps of a run, with Pulumi's names. */
export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "refresh"
  | "read"
  | "discard-replaced"
  | "remove-pending-replace";

export type Severity = "debug" | "info" | "warning" | "error";

export interface StepEvent {
  readonly kind: "step";
  readonly phase: "start" | "done" | "failed";
  readonly op: StepOp;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id?: string;
  readonly replaces?: readonly string[];
}

export interface DiagnosticEvent {
  readonly kind: "diagnostic";
  readonly severity: Severity;
  readonly urn?: string;
  readonly message: string;
}

export interface OutputsEvent {
  readonly kind: "outputs";
  readonly outputs: Properties;
}

/** How many resources went through each step. The creation and the deletion of a replacement count as one `replace`. */
export type Changes = Partial<Record<StepOp, number>>;

export interface SummaryEvent {
  readonly kind: "summary";
  readonly operation: Operation;
  readonly changes: Changes;
  readonly durationMs: number;
  readonly result: "succeeded" | "failed";
}

export type EngineEvent = StepEvent | DiagnosticEvent | OutputsEvent | SummaryEvent;
