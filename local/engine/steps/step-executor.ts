import { type ApplyContext, applyStep } from "./apply-step.js";
import { Limit } from "../concurrency.js";
import { EngineError, asEngineError } from "../errors.js";
import type { Reporter } from "../display/reporter.js";
import { type Resource, requiredUrns } from "../state/resource.js";
import type { SnapshotManager } from "../state/snapshot-manager.js";
import { type Step, isCounted, isInternal, isSkippedCreate, newOf, oldOf, resourceOf } from "./step.js";
import { type Properties, equalValues } from "../values/values.js";

export interface ExecutorOptions {
  readonly apply: ApplyContext;
  readonly reporter: Reporter;
  /** Undefined in a preview, which records nothing. */
  readonly snapshot: SnapshotManager | undefined;
  readonly parallel: number;
  /** Whether to continue with resources that don't depend on one whose step failed. */
  readonly continuesOnError: boolean;
}

/**
 * Executes chains of steps in parallel. When a step fails, the steps in progress are finished and no other begins,
 * unless the run continues on errors.
 */
export class StepExecutor {
  readonly #options: ExecutorOptions;
  readonly #limit: Limit;
  readonly #halt = new AbortController();
  /** The steps of components and of the stack whose outputs the program hasn't registered yet. */
  readonly #open = new Map<string, Step>();
  /**
   * Resources that failed, or that depend on one that did, in a run that continues. Holds their old and new resources.
   */
  readonly #skipped = new Set<Resource>();
  #failure: EngineError | undefined;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#limit = new Limit(options.parallel);
  }

  /** Aborts when no more steps may begin. */
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

  /** Resources that stay as they are because they failed or depend on one that did, in a run that continues. */
  get skipped(): ReadonlySet<Resource> {
    return this.#skipped;
  }

  /** Skips the steps of a resource that depends on a skipped one. Returns whether it did. */
  skipIfDependencyFailed(steps: readonly Step[]): boolean {
    const urns = new Set([...this.#skipped].map(({ urn }) => urn));
    const isSkipped = steps.some((step) => requiredUrns(resourceOf(step)).some((urn) => urns.has(urn)));
    if (isSkipped) this.#skip(steps);
    return isSkipped;
  }

  /** Records a failure and prevents further steps. */
  fail(error: EngineError): void {
    this.record(error);
    this.#halt.abort();
  }

  /** Records a failure without stopping the run. */
  record(error: EngineError): void {
    this.#failure ??= error;
  }

  /** Executes steps in order. Rejects if one fails or may not begin. */
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

  /** Runs a task that isn't a step, such as reading a resource, as one of the tasks that run at once. */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.#limit.run(async () => {
      if (this.isHalted()) throw haltedError();
      return task();
    });
  }

  /** Waits until no steps are in progress. */
  idle(): Promise<void> {
    return this.#limit.idle();
  }

  /** Records the outputs that the program registers for a component. */
  async registerOutputs(urn: string, outputs: Properties): Promise<void> {
    const step = this.#open.get(urn);
    if (step === undefined) {
      throw new EngineError(
        "ERR_ENGINE_RESOURCE",
        `cannot complete a resource '${urn}' whose registration isn't pending`,
      );
    }
    this.#open.delete(urn);
    if (isSkippedCreate(step)) return;
    const resource = resourceOf(step);
    const isChanged = step.op !== "same" || !equalValues(step.old.outputs, outputs);
    resource.outputs = outputs;
    if (isChanged) await this.#options.snapshot?.outputsRegistered(resource);
    if (!resource.custom) this.#options.reporter.step("done", step.op, resource);
  }

  /** Finishes components for which the program registered no outputs, which is allowed. */
  closeComponents(): void {
    for (const step of this.#open.values()) {
      const resource = resourceOf(step);
      if (!resource.custom) this.#options.reporter.step("done", step.op, resource);
    }
    this.#open.clear();
  }

  #skip(steps: readonly Step[]): void {
    for (const resource of steps.flatMap((step) => [oldOf(step), newOf(step)])) {
      if (resource !== undefined) this.#skipped.add(resource);
    }
  }

  #settleFailure(steps: readonly Step[], error: EngineError): void {
    if (this.#options.continuesOnError && error.code !== "ERR_ENGINE_STATE") {
      this.#skip(steps);
      this.record(error);
    } else if (error.code === "ERR_ENGINE_PROTECTED") this.record(error);
    else this.fail(error);
  }

  async #execute(step: Step): Promise<EngineError | undefined> {
    const { reporter, snapshot, apply } = this.#options;
    const isShown = !isInternal(step);
    const replaces = "replaces" in step ? step.replaces : [];
    if (isShown) reporter.step("start", step.op, resourceOf(step), replaces);
    try {
      const end = await snapshot?.begin(step);
      const { isRecorded, error } = await applyStep(step, apply);
      await end?.(isRecorded);
      if (error !== undefined) {
        this.#reportFailure(step, error, isShown);
        return error;
      }
    } catch (error) {
      // The state couldn't be written: the run must stop.
      const failure = asEngineError(error, "ERR_ENGINE_STATE");
      this.#reportFailure(step, failure, isShown);
      return failure;
    }
    this.#finish(step, isShown, replaces);
    return undefined;
  }

  #finish(step: Step, isShown: boolean, replaces: readonly string[]): void {
    const { reporter } = this.#options;
    const resource = newOf(step);
    if (isShown && isCounted(step.op)) reporter.count(step.op);
    const isOpen = resource !== undefined && isCounted(step.op);
    if (isOpen) this.#open.set(resource.urn, step);
    // A component is done only after its outputs are registered.
    if (isShown && (resource === undefined || resource.custom))
      reporter.step("done", step.op, resourceOf(step), replaces);
  }

  #reportFailure(step: Step, error: EngineError, isShown: boolean): void {
    const { reporter, apply } = this.#options;
    const resource = resourceOf(step);
    const message = apply.isPreview ? `Preview failed: ${error.message}` : error.message;
    reporter.diagnostic("error", message, isShown ? resource.urn : undefined);
    if (isShown) reporter.step("failed", step.op, resource);
  }
}

/** The error of a step that didn't begin because another one failed or the user cancelled the run. */
export const haltedError = (): EngineError =>
  new EngineError("ERR_ENGINE_CANCELLED", "Not started, because the run was stopping");
