import { stripVTControlCharacters } from "node:util";
import type { DiagnosticEvent, EngineEvent, StepEvent, SummaryEvent } from "../events.js";
import { outputsToJson } from "./format-value.js";
import type { Properties } from "../values/values.js";

/** Collects the events of a run into one JSON document, without secrets. */
export class JsonReport {
  readonly #steps: StepEvent[] = [];
  readonly #diagnostics: DiagnosticEvent[] = [];
  #outputs: Properties = {};
  #summary: SummaryEvent | undefined;

  /** Adds one event of the run. */
  readonly add = (event: EngineEvent): void => {
    switch (event.kind) {
      case "step":
        if (event.phase !== "start") this.#steps.push(event);
        return;
      case "diagnostic":
        if (event.severity !== "debug") this.#diagnostics.push(event);
        return;
      case "outputs":
        this.#outputs = event.outputs;
        return;
      case "summary":
        this.#summary = event;
        return;
    }
  };

  /** The document. Its names are those of `pulumi preview --json`, as far as that has them. */
  toJson(): Record<string, unknown> {
    const { operation, result, changes, durationMs } = this.#summary ?? {};
    return {
      operation,
      result,
      steps: this.#steps.map(({ op, urn, type, name, id, replaces, phase }) => ({
        op,
        urn,
        type,
        name,
        id,
        replaceReasons: replaces,
        failed: phase === "failed" ? true : undefined,
      })),
      diagnostics: this.#diagnostics.map(({ severity, urn, message }) => ({
        severity,
        urn,
        message: stripVTControlCharacters(message),
      })),
      outputs: outputsToJson(this.#outputs),
      changeSummary: changes,
      durationMs,
    };
  }
}
