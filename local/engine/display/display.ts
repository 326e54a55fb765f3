import { stripVTControlCharacters, styleText } from "node:util";
import type { Changes, DiagnosticEvent, EngineEvent, Operation, StepEvent, StepOp, SummaryEvent } from "../events.js";
import { formatOutputs } from "./format-value.js";
import { STEP_WORDS } from "./step-words.js";
import type { Properties } from "../values/values.js";

export interface DisplayOptions {
  readonly operation: Operation;
  /** Nothing changes: the run only shows what would happen. */
  readonly isPreview: boolean;
  readonly project: string;
  readonly stack: string;
  readonly useColour: boolean;
  readonly write: (text: string) => void;
  readonly nowMs: () => number;
}

type Style = Parameters<typeof styleText>[0];

const SIGN_WIDTH = 3;
const STACK_TYPE = "pulumi:pulumi:Stack";

const TITLES: Readonly<Record<Operation, readonly [done: string, previewed: string]>> = {
  preview: ["", "Previewing update"],
  up: ["Updating", "Previewing update"],
  refresh: ["Refreshing", "Previewing refresh"],
  destroy: ["Destroying", "Previewing destroy"],
};

const formatElapsed = (elapsedMs: number): string => {
  const seconds = elapsedMs / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)}s`;
  return seconds < 60 ? `${Math.floor(seconds)}s` : `${Math.floor(seconds / 60)}m${Math.floor(seconds % 60)}s`;
};

/** The type and name of a URN, without the parents' types, which precede the type, separated by `$`. */
const labelOf = (urn: string): readonly [type: string, name: string] => {
  const [, , types = "", ...name] = urn.split("::");
  return [types.slice(types.lastIndexOf("$") + 1), name.join("::")];
};

/** Prints a run as `pulumi up` does without a terminal: one line for each step, then a summary. */
export class Display {
  readonly #options: DisplayOptions;
  readonly #started = new Map<string, { readonly op: StepOp; readonly atMs: number }>();
  readonly #diagnostics = new Map<string, string[]>();
  readonly #errored = new Set<string>();
  #outputs: Properties = {};

  constructor(options: DisplayOptions) {
    this.#options = options;
    const { operation, isPreview, stack } = options;
    this.#line(this.#style("bold", `${TITLES[operation][isPreview ? 1 : 0]} (${stack}):`));
    this.#line("");
  }

  /** Prints one event of the run. */
  readonly show = (event: EngineEvent): void => {
    switch (event.kind) {
      case "step":
        this.#showStep(event);
        return;
      case "diagnostic":
        this.#showDiagnostic(event);
        return;
      case "outputs":
        this.#outputs = event.outputs;
        return;
      case "summary":
        this.#showSummary(event);
        return;
    }
  };

  #line(text: string): void {
    this.#options.write(`${text}\n`);
  }

  #style(style: Style, text: string): string {
    return this.#options.useColour ? styleText(style, text, { validateStream: false }) : text;
  }

  #row(op: StepOp | undefined, type: string, name: string, state: string): void {
    const words = op === undefined ? undefined : STEP_WORDS[op];
    const sign = (words?.sign ?? "").padEnd(SIGN_WIDTH);
    this.#line(` ${words === undefined ? sign : this.#style(words.colour, sign)}${type} ${name} ${state}`.trimEnd());
  }

  #showStep(event: StepEvent): void {
    const { phase, op, urn, type, name, replaces = [] } = event;
    const words = STEP_WORDS[op];
    const started = this.#started.get(urn);
    const nowMs = this.#options.nowMs();
    if (phase === "start") this.#started.set(urn, { op, atMs: nowMs });
    if (phase === "failed") this.#errored.add(urn);
    if (words === undefined) return;
    const why = replaces.length === 0 ? "" : ` [diff: ~${replaces.join(",")}]`;
    const elapsed = `(${formatElapsed(nowMs - (started?.atMs ?? nowMs))})`;
    if (phase === "failed") this.#row(op, type, name, this.#style("red", `**${words.doing} failed**`));
    else if (!this.#options.isPreview) {
      this.#row(op, type, name, phase === "start" ? `${words.doing} (0s)${why}` : `${words.done} ${elapsed}${why}`);
    } else if (phase === "start" || started?.op !== op) this.#row(op, type, name, `${words.planned}${why}`);
  }

  #showDiagnostic({ severity, urn, message }: DiagnosticEvent): void {
    if (severity === "debug") return;
    const { project, stack } = this.#options;
    const subject = urn ?? `urn:pulumi:${stack}::${project}::${STACK_TYPE}::${project}-${stack}`;
    if (severity === "error") this.#errored.add(subject);
    const colour = severity === "error" ? "red" : "yellow";
    // The program's output may be coloured, stack traces for example.
    const text = (this.#options.useColour ? message : stripVTControlCharacters(message)).trimEnd();
    const shown = severity === "info" ? text : `${this.#style(colour, `${severity}:`)} ${text}`;
    this.#diagnostics.set(subject, [...(this.#diagnostics.get(subject) ?? []), shown]);
    const [type, name] = labelOf(subject);
    this.#row(undefined, type, name, shown.split("\n", 1)[0] ?? "");
  }

  #showSummary({ changes, durationMs }: SummaryEvent): void {
    if (this.#diagnostics.size > 0) this.#line(this.#style("bold", "Diagnostics:"));
    for (const [urn, messages] of this.#diagnostics) {
      const [type, name] = labelOf(urn);
      this.#line(`  ${type} (${name}):`);
      for (const line of messages.join("\n").split("\n")) this.#line(`    ${line}`);
      this.#line("");
    }
    if (Object.keys(this.#outputs).length > 0) {
      this.#line(this.#style("bold", "Outputs:"));
      this.#line(formatOutputs(this.#outputs));
    }
    this.#line(this.#style("bold", "Resources:"));
    for (const line of this.#countLines(changes)) this.#line(`    ${line}`);
    this.#line("");
    if (!this.#options.isPreview) this.#line(`${this.#style("bold", "Duration:")} ${Math.ceil(durationMs / 1000)}s\n`);
  }

  #countLines(changes: Changes): readonly string[] {
    const { isPreview } = this.#options;
    const counts = Object.entries(STEP_WORDS)
      .map(([op, words]) => ({ op, words, count: changes[op as StepOp] ?? 0 }))
      .filter(({ op, count }) => count > 0 && op !== "read");
    const lines = counts.map(({ op, words, count }) => {
      const text = `${words.sign.padEnd(2)}${count} ${isPreview ? `to ${op}` : words.counted}`;
      return this.#style(words.colour, text);
    });
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const same = changes.same ?? 0;
    const rest = [counts.length > 1 ? `${total} changes` : "", same > 0 ? `${same} unchanged` : ""].filter(Boolean);
    if (rest.length > 0) lines.push(rest.join(". "));
    if (this.#errored.size > 0) lines.push(this.#style("red", `${this.#errored.size} errored`));
    return lines;
  }
}
