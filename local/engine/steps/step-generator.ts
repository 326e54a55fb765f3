import { subjectOf } from "./apply-step.js";
import { reportFailures } from "./check-failures.js";
import { protectedDependentError, protectedReplacementError, replacedDependents } from "./delete-before-replace.js";
import type { EngineError } from "../errors.js";
import { duplicateError, findOld, resourceError } from "./find-old.js";
import type { GeneratorOptions } from "./generator-options.js";
import type { Goal } from "./goal.js";
import { decideByMode, isManaged } from "./modes.js";
import { newResource } from "./new-resource.js";
import { Planned } from "./planned.js";
import type { Decision, Registration } from "./registration.js";
import type { Resource } from "../state/resource.js";
import {
  type ResourceDiff,
  applyReplaceOnChanges,
  diffComponent,
  diffResource,
  ignoreChanges,
  isTriggered,
  replacedFor,
} from "./resource-diff.js";
import { type Step, isSkippedCreate } from "./step.js";
import { decideUnselected, isIncluded, unselectedNeedError } from "./targeting.js";
import { PROVIDER_TYPE, makeUrn } from "../values/urn.js";
import { type Properties, containsUnknown, objectOf } from "../values/values.js";

/** Decides the steps from the state to what the program registers, one resource at a time. */
export class StepGenerator {
  readonly planned = new Planned();
  /** The resources that the program has registered, as they are after their steps. */
  readonly registered: Resource[] = [];
  readonly #options: GeneratorOptions;
  readonly #current: ReadonlyMap<string, Resource>;
  /** The properties that cause the replacement of dependents of a resource that is deleted before its replacement. */
  readonly #dependentReplaces = new Map<string, readonly string[]>();
  /** Resources whose deletion is already decided. */
  readonly #toDelete = new Set<Resource>();

  constructor(options: GeneratorOptions) {
    this.#options = options;
    this.#current = new Map(
      options.resources.filter((resource) => resource.delete !== true).map((resource) => [resource.urn, resource]),
    );
  }

  /** Whether the state or the program has a resource. */
  isKnown(urn: string): boolean {
    return this.#current.has(urn) || this.planned.registered.has(urn);
  }

  isDeletionPlanned(resource: Resource): boolean {
    return this.#toDelete.has(resource);
  }

  /** Begins with a resource that the program registers: finds it in the state and builds the new one. */
  register(goal: Goal, provider: string | undefined): Registration {
    const { planned } = this;
    if (goal.parent !== undefined && !planned.registered.has(goal.parent)) {
      throw resourceError(`could not find parent resource ${goal.parent}`);
    }
    const urn = makeUrn({ ...this.#options, type: goal.type, name: goal.name }, goal.parent);
    if (planned.registered.has(urn)) throw duplicateError(urn);
    planned.registered.add(urn);
    const old = findOld(urn, goal, { ...this.#options, current: this.#current, planned });
    return { goal, old, new: newResource(urn, goal, provider, old) };
  }

  /** Whether the run reads a registered resource before it decides. */
  isRead({ old, new: resource }: Registration): boolean {
    const { isRefreshing, selection } = this.#options;
    return isRefreshing && old !== undefined && isManaged(resource) && isIncluded(old, selection);
  }

  /** Records that a registered resource was read. One that no longer exists leaves the state. */
  noteRead(old: Resource, isGone: boolean): void {
    const { resources } = this.#options;
    this.planned.refreshed.add(old.urn);
    if (isGone) resources.splice(resources.indexOf(old), 1);
  }

  /** Decides the steps for a registered resource. */
  async decide(registration: Registration): Promise<Decision> {
    const { planned } = this;
    const { mode, selection } = this.#options;
    const decision =
      decideByMode(mode, registration, planned) ??
      decideUnselected(registration, { selection, current: this.#current, planned }) ??
      (await this.#decideUpdate(registration));
    if (!decision.steps.some(isSkippedCreate)) this.registered.push(decision.resource);
    return decision;
  }

  async #decideUpdate(registration: Registration): Promise<Decision> {
    const resource = registration.new;
    const steps = await this.#decide(registration);
    const error = unselectedNeedError(steps, this.planned);
    if (error !== undefined) this.#fail(error, resource.urn);
    return { steps, resource };
  }

  async #decide(registration: Registration): Promise<readonly Step[]> {
    const { planned } = this;
    const { goal, old, new: resource } = registration;
    const isRecreated = planned.deleted.has(resource.urn);
    const oldInputs = old?.inputs;
    const inputs = old === undefined ? goal.properties : this.#ignore(registration, old);
    const isFresh = isRecreated || old === undefined || this.#mustReplace(resource.urn, old);
    await this.#check(resource, isFresh ? undefined : oldInputs, isFresh ? goal.properties : inputs);
    if (old === undefined) {
      planned.created.add(resource.urn);
      return [{ op: "create", new: resource }];
    }
    if (isRecreated) return this.#recreate(old, resource);
    return this.#change(registration, old, resource.custom ? resource.inputs : inputs);
  }

  /** Whether a resource is replaced whatever it differs in: `--replace` names it, or it is tainted. */
  #mustReplace(urn: string, old: Resource): boolean {
    return old.taint === true || this.#options.selection.replaced.names(urn);
  }

  #recreate(old: Resource, resource: Resource): readonly Step[] {
    const { planned } = this;
    planned.deleted.delete(resource.urn);
    planned.replaced.add(resource.urn);
    const replaces = this.#dependentReplaces.get(resource.urn) ?? [];
    return [
      { op: "replace", old, new: resource, replaces },
      { op: "create-replacement", old, new: resource, replaces, deletesLater: false },
    ];
  }

  async #change(registration: Registration, old: Resource, inputs: Properties): Promise<readonly Step[]> {
    const { planned } = this;
    const { goal, new: resource } = registration;
    const { urn } = resource;
    const trigger = resource.replacementTrigger ?? null;
    if (!this.#options.isPreview && containsUnknown(trigger)) {
      throw resourceError(`replacement trigger contains unknowns for ${urn}`);
    }
    const isForced = isTriggered(old.replacementTrigger ?? null, trigger);
    const found = isForced ? { ...replacedFor(""), replaces: [] } : await this.#diff(old, resource, inputs, goal);
    const hasInitErrors = (old.initErrors ?? []).length > 0;
    const diff = applyReplaceOnChanges(found, goal.replaceOnChanges, hasInitErrors);
    if ((diff.isChanged && diff.isReplaced) || old.pendingReplacement === true) {
      return this.#replace(registration, old, diff);
    }
    if (diff.isChanged || hasInitErrors) {
      planned.updated.add(urn);
      return [{ op: "update", old, new: resource, ignoreChanges: goal.ignoreChanges }];
    }
    planned.same.add(urn);
    return [{ op: "same", old, new: resource }];
  }

  async #diff(old: Resource, resource: Resource, inputs: Properties, goal: Goal): Promise<ResourceDiff> {
    if (this.#mustReplace(resource.urn, old)) return replacedFor("id");
    if ((old.provider === undefined) !== (resource.provider === undefined)) return replacedFor("provider");
    // The dynamic provider can't diff its configuration. Its outputs are the configuration that it has.
    if (resource.type === PROVIDER_TYPE) return diffComponent(old.outputs, inputs);
    if (!resource.custom) return diffComponent(old.inputs, inputs);
    const provider = await this.#options.providers.clientOf(resource);
    return diffResource(provider, subjectOf(old), inputs, goal.ignoreChanges, this.#options.isPreview);
  }

  async #replace({ goal, new: resource }: Registration, old: Resource, diff: ResourceDiff): Promise<readonly Step[]> {
    const { urn } = resource;
    if (resource.protect === true && old.protect === true) this.#fail(protectedReplacementError(urn), urn);
    this.planned.replaced.add(urn);
    // Check again without the old inputs, so that a new resource doesn't inherit the old one's defaults.
    if (!this.#mustReplace(urn, old)) await this.#check(resource, undefined, goal.properties);
    const { replaces } = diff;
    if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace)) {
      return [
        { op: "create-replacement", old, new: resource, replaces, deletesLater: true },
        { op: "replace", old, new: resource, replaces },
      ];
    }
    return [
      ...(await this.#deleteDependents(old)),
      ...this.#deleteFirst(old),
      { op: "replace", old, new: resource, replaces },
      { op: "create-replacement", old, new: resource, replaces, deletesLater: false },
    ];
  }

  /** Doesn't delete a resource again that an earlier, interrupted run has deleted. */
  #deleteFirst(old: Resource): readonly Step[] {
    if (old.pendingReplacement === true) return [];
    this.planned.deleted.add(old.urn);
    return [{ op: "delete-replaced", old, isBeforeCreate: true }];
  }

  async #deleteDependents(root: Resource): Promise<readonly Step[]> {
    const { resources, providers } = this.#options;
    const dependents = await replacedDependents(root, resources, this.planned.settled, providers);
    const steps: Step[] = [];
    for (const { resource, replaces } of dependents.toReversed()) {
      if (this.#toDelete.has(resource)) continue;
      if (resource.delete !== true && resource.protect === true) {
        throw protectedDependentError(resource.urn, root.urn);
      }
      this.#dependentReplaces.set(resource.urn, replaces);
      this.planned.deleted.add(resource.urn);
      this.#toDelete.add(resource);
      steps.push(
        resource.delete === true
          ? { op: "delete", old: resource }
          : { op: "delete-replaced", old: resource, isBeforeCreate: true },
      );
    }
    return steps;
  }

  #ignore({ goal, new: resource }: Registration, old: Resource): Properties {
    const { inputs, failed } = ignoreChanges(goal.properties, old.inputs, goal.ignoreChanges);
    if (failed.length > 0) {
      const message = `cannot ignore changes in added or removed elements of the path: "${failed.join(", ")}"`;
      this.#options.reporter.diagnostic("info", message, resource.urn);
    }
    return inputs;
  }

  async #check(resource: Resource, oldInputs: Properties | undefined, inputs: Properties): Promise<void> {
    if (!resource.custom || resource.type === PROVIDER_TYPE) return;
    const { providers, isPreview } = this.#options;
    const provider = await providers.clientOf(resource);
    const checked = await provider.check(resource.urn, oldInputs ?? objectOf([]), inputs, isPreview);
    if (checked.failures.length > 0) {
      throw reportFailures(this.#options.reporter, resource, inputs, checked.failures);
    }
    resource.inputs = checked.inputs;
  }

  /** In an update, throws the error. A preview reports it and continues, to show all errors. */
  #fail(error: EngineError, urn: string): void {
    if (!this.#options.isPreview) throw error;
    this.#options.reporter.error(error, urn);
    this.#options.onFailure(error);
  }
}
