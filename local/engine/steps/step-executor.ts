import { type ApplyContext, applyStep } from "./apply-step.js";
import { Limit } from "../concurrency.js";
import { EngineError, asEngineError } from "../errors.js";
import type { Reporter } from "../display/reporter.js";
import { type Resource, requiredUrns } from "../state/resource.js";
import type { SnapshotManager } from "../state/snapshot-manager.js";
import { type Step, isCounted, isInternal, newOf, oldOf, resourceOf } from "./step.js";
import { type Properties, equalValues } from "../values/values.js";

export interface ExecutorOptions {
  readonly apply: ApplyContext;
  readonly reporter: Reporter;
  /** None in a preview, which records nothing. */
  readonly snapshot: SnapshotManager | undefined;
  readonly parallel: number;
  /** Whether a step that fails leaves alone what does not depend on its resource. */
  readonly continuesOnError: boolean;
}

/**
 * Carries out steps, several chains of them at once, until one fails: then what has begun ends, and nothing begins, unless
 * the run was asked to go on.
 */
export class StepExecutor {
  readonly #options: ExecutorOptions;
  readonly #limit: Limit;
  readonly #halt = new AbortController();
  /** Components and the stack, whose outputs the program has yet to tell. */
  readonly #open = new Map<string, Step>();
  /** What failed while the run went on, and what depends on that: as the state has it, and as the program wants it. */
  readonly #left = new Set<Resource>();
  #failure: EngineError | undefined;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#limit = new Limit(options.parallel);
  }

  /** Aborted once nothing more may begin. */
  get halted(): AbortSignal {
    return this.#halt.signal;
  }

  isHalted(): boolean {
    return this.#halt.signal.aborted;
  }

  /** The first failure of the run. */
  get failure(): EngineError | undefined {
    return this.#failure;
  }

  /** Resources that stay as they are, although the run goes on, because they failed or depend on some that did. */
  get left(): ReadonlySet<Resource> {
    return this.#left;
  }

  /** Leaves out the steps of a resource that depends on one that was left as it is. */
  skips(steps: readonly Step[]): boolean {
    const urns = new Set([...this.#left].map(({ urn }) => urn));
    const isSkipped = steps.some((step) => requiredUrns(resourceOf(step)).some((urn) => urns.has(urn)));
    if (isSkipped) this.#leave(steps);
    return isSkipped;
  }

  /** Records a failure, and lets nothing more begin. */
  fail(error: EngineError): void {
    this.record(error);
    this.#halt.abort();
  }

  /** Records a failure that does not stop the rest. */
  record(error: EngineError): void {
    this.#failure ??= error;
  }

  /** Carries out steps in their order; rejects when one of them fails or may not begin any more. */
  chain(steps: readonly Step[]): Promise<void> {
    return this.#limit.run(async () => {
      for (const step of steps) {
        if (this.isHalted()) throw haltedError();
        const error = await this.#execute(step);
        if (error === undefined) continue;
        this.#settleFailure(steps, error);
        throw error;
      }
    });
  }

  /** Waits until all that has begun has ended. */
  idle(): Promise<void> {
    return this.#limit.idle();
  }

  /** Gives a component the outputs that the program tells for it. */
  async registerOutputs(urn: string, outputs: Properties): Promise<void> {
    const step = this.#open.get(urn);
    if (step === undefined) {
      throw new EngineError(
        "ERR_ENGINE_RESOURCE",
        `cannot complete a resource '${urn}' whose registration isn't pending`,
      );
    }
    this.#open.delete(urn);
    const resource = resourceOf(step);
    const isChanged = step.op !== "same" || !equalValues(step.old.outputs, outputs);
    resource.outputs = outputs;
    if (isChanged) await this.#options.snapshot?.outputsRegistered(resource);
    if (!resource.custom) this.#options.reporter.step("done", step.op, resource);
  }

  /** Ends what the program left open: a component need not tell its outputs. */
  closeComponents(): void {
    for (const step of this.#open.values()) {
      const resource = resourceOf(step);
      if (!resource.custom) this.#options.reporter.step("done", step.op, resource);
    }
    this.#open.clear();
  }

  #leave(steps: readonly Step[]): void {
    for (const resource of steps.flatMap((step) => [oldOf(step), newOf(step)])) {
      if (resource !== undefined) this.#left.add(resource);
    }
  }

  #settleFailure(steps: readonly Step[], error: EngineError): void {
    if (this.#options.continuesOnError && error.code !== "ERR_ENGINE_STATE") {
      this.#leave(steps);
      this.record(error);
    } else if (error.code === "ERR_ENGINE_PROTECTED") this.record(error);
    else this.fail(error);
  }

  async #execute(step: Step): Promise<EngineError | undefined> {
    const { reporter, snapshot, apply } = this.#options;
    const isTold = !isInternal(step);
    const replaces = "replaces" in step ? step.replaces : [];
    if (isTold) reporter.step("start", step.op, resourceOf(step), replaces);
    try {
      const end = await snapshot?.begin(step);
      const { isRecorded, error } = await applyStep(step, apply);
      await end?.(isRecorded);
      if (error !== undefined) {
        this.#reportFailure(step, error, isTold);
        return error;
      }
    } catch (error) {
      // The state could not be written: nothing may go on.
      const failure = asEngineError(error, "ERR_ENGINE_STATE");
      this.#reportFailure(step, failure, isTold);
      return failure;
    }
    this.#finish(step, isTold, replaces);
    return undefined;
  }

  #finish(step: Step, isTold: boolean, replaces: readonly string[]): void {
    const { reporter } = this.#options;
    const resource = newOf(step);
    if (isTold && isCounted(step.op)) reporter.count(step.op);
    const isOpen = resource !== undefined && isCounted(step.op);
    if (isOpen) this.#open.set(resource.urn, step);
    // A component is only done once it has told its outputs.
    if (isTold && (resource === undefined || resource.custom))
      reporter.step("done", step.op, resourceOf(step), replaces);
  }

  #reportFailure(step: Step, error: EngineError, isTold: boolean): void {
    const { reporter, apply } = this.#options;
    const resource = resourceOf(step);
    const message = apply.isPreview ? `Preview failed: ${error.message}` : error.message;
    reporter.diagnostic("error", message, isTold ? resource.urn : undefined);
    if (isTold) reporter.step("failed", step.op, resource);
  }
}

/** The error of what did not begin because something else had failed, or the user had cancelled. */
export const haltedError = (): EngineError =>
  new EngineError("ERR_ENGINE_CANCELLED", "Not begun, because the run was ending");
