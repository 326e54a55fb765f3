import { isDeepStrictEqual } from "node:util";
import type { PendingOperation, Snapshot } from "./deployment.js";
import type { Resource } from "./resource.js";
import { renameAliased } from "./rename-aliased.js";
import type { StateWriter } from "./state-writer.js";
import { type Step, isSkippedCreate, newOf, oldOf, resourceOf } from "../steps/step.js";
import { withoutDangling } from "./without-dangling.js";

const PENDING: Partial<Record<Step["op"], string>> = {
  create: "creating",
  "create-replacement": "creating",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting",
};

/**
 * Holds the state of the stack during a run, and writes it before and after each step. Resources that this run has not
 * reached yet come after those that it has processed, as the last run left them.
 */
export class SnapshotManager {
  readonly #persist: StateWriter["save"];
  readonly #base: Snapshot;
  readonly #baseResources: readonly Resource[];
  readonly #resources: Resource[] = [];
  readonly #done = new Set<Resource>();
  readonly #pending = new Set<PendingOperation>();
  /** The resources that may have changed since the last write. */
  #touched = new Set<Resource>();
  /** Whether a refresh found a resource to be gone. Others may still refer to it. */
  #hasGone = false;
  #pendingBefore: readonly PendingOperation[];
  #writing = Promise.resolve();
  #queued: Promise<void> | undefined;

  constructor(base: Snapshot, resources: readonly Resource[], persist: StateWriter["save"]) {
    this.#base = base;
    this.#baseResources = resources;
    this.#persist = persist;
    // Nothing here shows whether a pending creation succeeded: keep it until the user has checked.
    this.#pendingBefore = base.pendingOperations.filter(({ type }) => type === "creating");
  }

  /** Records resources that a refresh has read and changed in place. Those that are `gone` leave the state. */
  async refreshed(resources: readonly Resource[], gone: readonly Resource[]): Promise<void> {
    for (const resource of resources) this.#touched.add(resource);
    for (const resource of gone) this.#done.add(resource);
    this.#hasGone ||= gone.length > 0;
    await this.#write();
  }

  /** Records a resource that was read when the program registered it, as `refreshed` does. It counts as processed. */
  async registered(resource: Resource, isGone: boolean): Promise<void> {
    if (!isGone) this.#resources.push(resource);
    await this.refreshed([resource], isGone ? [resource] : []);
  }

  /** Drops pending creations, after the user has checked what came of them. */
  clearPendingCreates(): void {
    this.#pendingBefore = [];
  }

  /** Records that a step begins. The returned function records how it ended. */
  async begin(step: Step): Promise<(isDone: boolean) => Promise<void>> {
    const type = PENDING[step.op];
    if (type === undefined) return (isDone) => this.#end(step, isDone);
    const operation: PendingOperation = { type, resource: resourceOf(step) };
    this.#pending.add(operation);
    await this.#write();
    return async (isDone) => {
      this.#pending.delete(operation);
      await this.#end(step, isDone);
    };
  }

  /** Records the outputs of a component. */
  async outputsRegistered(resource: Resource): Promise<void> {
    this.#touched.add(resource);
    await this.#write();
  }

  async #end(step: Step, isDone: boolean): Promise<void> {
    if (step.op === "replace" || isSkippedCreate(step)) return;
    const before = oldOf(step);
    const after = newOf(step);
    for (const resource of [before, after]) if (resource !== undefined) this.#touched.add(resource);
    if (isDone && before !== undefined && this.#isSuperseded(step, before)) this.#done.add(before);
    if (isDone && after !== undefined) this.#resources.push(after);
    if (step.op === "same" && (!isDone || isSameRecord(step.old, step.new))) return;
    await this.#write();
  }

  /**
   * Whether the old resource leaves the state. In a replacement, it stays until it is deleted or its successor exists.
   */
  #isSuperseded(step: Step, before: Resource): boolean {
    if (step.op === "create-replacement" || step.op === "delete-replaced") {
      return (before.pendingReplacement === true) === (step.op === "create-replacement");
    }
    return step.op !== "delete" || before.pendingReplacement !== true;
  }

  #snapshot(): Snapshot {
    // A resource that was read may be in both.
    const all = new Set([...this.#resources, ...this.#baseResources]);
    const resources = renameAliased([...all].filter((resource) => !this.#done.has(resource)));
    return {
      ...this.#base,
      resources: this.#hasGone ? withoutDangling(resources) : resources,
      pendingOperations: [...this.#pending, ...this.#pendingBefore],
    };
  }

  /** Starts a write after the current one. Calls that arrive in between share it. */
  #write(): Promise<void> {
    this.#queued ??= this.#writing.then(() => {
      this.#queued = undefined;
      const touched = this.#touched;
      this.#touched = new Set();
      this.#writing = this.#persist(this.#snapshot(), touched);
      return this.#writing;
    });
    return this.#queued;
  }
}

/** Fields whose changes alone don't cause a write. */
const ADVISORY: readonly string[] = ["sourcePosition", "stackTrace", "initErrors", "aliases"];

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

const isSameRecord = (before: Resource, after: Resource): boolean => {
  const relevant = (resource: Resource): object =>
    Object.fromEntries(Object.entries(resource).filter(([key, value]) => !ADVISORY.includes(key) && !isEmpty(value)));
  return isDeepStrictEqual(relevant(before), relevant(after));
};
