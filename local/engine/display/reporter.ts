import type { EngineError } from "../errors.js";
import type { Changes, EngineEvent, Operation, Severity, StepEvent, StepOp } from "../events.js";
import type { Resource } from "../state/resource.js";
import type { StackConfig } from "../project/stack-config.js";
import { nameOf } from "../values/urn.js";
import type { Properties } from "../values/values.js";

const MASK = "[secret]";
const MIN_MASKED_LENGTH = 3;

/** Creates a function that masks the configuration's secrets in a text, both plain and escaped as in JSON. */
const maskerOf = (config: StackConfig): ((text: string) => string) => {
  const secrets = [...config.values()]
    .filter(({ secret, text }) => secret && text.length >= MIN_MASKED_LENGTH && !/^(true|false)$/i.test(text))
    .flatMap(({ text }) => [text, JSON.stringify(text).slice(1, -1)])
    // Longest first: if one secret begins with another, masking the shorter one first would leave the rest visible.
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
};

/** Reports the events of a run, and counts its steps. */
export class Reporter {
  readonly #emit: (event: EngineEvent) => void;
  readonly #mask: (text: string) => string;
  readonly #changes = new Map<StepOp, number>();
  readonly #startMs = performance.now();

  constructor(emit: (event: EngineEvent) => void, config: StackConfig) {
    this.#emit = emit;
    this.#mask = maskerOf(config);
  }

  get changes(): Changes {
    return Object.fromEntries(this.#changes);
  }

  get durationMs(): number {
    return Math.round(performance.now() - this.#startMs);
  }

  step(phase: StepEvent["phase"], op: StepOp, resource: Resource, replaces: readonly string[] = []): void {
    const { urn, type, id } = resource;
    this.#emit({
      kind: "step",
      phase,
      op,
      urn,
      type,
      name: nameOf(urn),
      ...(id === undefined || id === "" ? {} : { id }),
      ...(replaces.length === 0 ? {} : { replaces }),
    });
  }

  count(op: StepOp): void {
    this.#changes.set(op, (this.#changes.get(op) ?? 0) + 1);
  }

  diagnostic(severity: Severity, message: string, urn?: string): void {
    this.#emit({
      kind: "diagnostic",
      severity,
      ...(urn === undefined || urn === "" ? {} : { urn }),
      message: this.#mask(message),
    });
  }

  error(error: EngineError, urn?: string): void {
    this.diagnostic("error", error.message, urn);
  }

  outputs(outputs: Properties): void {
    this.#emit({ kind: "outputs", outputs });
  }

  summary(operation: Operation, result: "succeeded" | "failed"): void {
    this.#emit({ kind: "summary", operation, changes: this.changes, durationMs: this.durationMs, result });
  }
}
