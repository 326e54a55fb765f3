import * as wire from "@pulumi/pulumi/proto/resource_pb.js";
import { ReportedError } from "./check-failures.js";
import { Serial } from "../concurrency.js";
import { type EngineError, asEngineError } from "../errors.js";
import { type Goal, decodeGoal } from "./goal.js";
import type { Reporter } from "../display/reporter.js";
import type { Resource } from "../state/resource.js";
import type { Refresher } from "./refresher.js";
import type { Registration } from "./registration.js";
import type { SnapshotManager } from "../state/snapshot-manager.js";
import { isSkippedCreate } from "./step.js";
import { type StepExecutor, haltedError } from "./step-executor.js";
import type { StepGenerator } from "./step-generator.js";
import { structOf } from "../values/struct.js";
import { PROVIDER_TYPE, isStackUrn, providerReference } from "../values/urn.js";
import { type Properties, fromWire, objectOf, toWire } from "../values/values.js";

export interface RegistrarOptions {
  readonly generator: StepGenerator;
  readonly executor: StepExecutor;
  readonly refresher: Refresher;
  readonly reporter: Reporter;
  readonly snapshot: SnapshotManager | undefined;
  /** The configuration of the default provider. */
  readonly config: Properties;
}

const providerGoal = (config: Properties): Goal => ({
  type: PROVIDER_TYPE,
  name: "default",
  custom: true,
  properties: config,
  parent: undefined,
  protect: undefined,
  retainOnDelete: undefined,
  dependencies: [],
  propertyDependencies: {},
  deleteBeforeReplace: undefined,
  ignoreChanges: [],
  replaceOnChanges: [],
  hideDiffs: [],
  replacementTrigger: null,
  additionalSecretOutputs: [],
  aliases: [],
  customTimeouts: undefined,
});

/** A resource after its steps. */
interface Settled {
  readonly resource: Resource;
  /** Whether its steps succeeded. False only in a run that continues after errors. */
  readonly isDone: boolean;
  /** Whether its outputs are unknown, because this run doesn't create it. */
  readonly isUnknown: boolean;
}

const respond = (
  request: wire.RegisterResourceRequest,
  { resource, isDone, isUnknown }: Settled,
): wire.RegisterResourceResponse => {
  // The outputs of a component come from the program, which hasn't registered them yet.
  const outputs = toWire(resource.custom ? resource.outputs : objectOf([]), {
    keepSecrets: request.getAcceptsecrets(),
    keepUnknowns: true,
    keepResources: request.getAcceptresources(),
  });
  return new wire.RegisterResourceResponse()
    .setUrn(resource.urn)
    .setId(resource.id ?? "")
    .setObject(structOf(outputs))
    .setUnknown(isUnknown)
    .setResult(isDone ? wire.Result.SUCCESS : wire.Result.FAIL);
};

/** Handles the program's registrations: decides their steps one at a time, and executes them in parallel. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #serial = new Serial();
  readonly #goals = new Map<string, Goal>();
  #provider: Promise<string> | undefined;
  #stackOutputs: { readonly urn: string; readonly outputs: Properties } | undefined;

  constructor(options: RegistrarOptions) {
    this.#options = options;
  }

  /** The outputs of the stack. They are recorded only at the end, when it is known whether the run failed. */
  get stackOutputs(): { readonly urn: string; readonly outputs: Properties } | undefined {
    return this.#stackOutputs;
  }

  async register(request: wire.RegisterResourceRequest): Promise<wire.RegisterResourceResponse> {
    return this.#guard(async () => {
      const goal = decodeGoal(request, this.#goals.get(request.getParent()));
      const provider = goal.custom ? await this.#defaultProvider() : undefined;
      const settled = await this.#settle(goal, provider);
      this.#goals.set(settled.resource.urn, goal);
      return respond(request, settled);
    });
  }

  async registerOutputs(request: wire.RegisterResourceOutputsRequest): Promise<void> {
    return this.#guard(async () => {
      const urn = request.getUrn();
      const outputs = fromWire(request.getOutputs()?.toJavaScript() ?? {}).properties;
      if (isStackUrn(urn)) this.#stackOutputs = { urn, outputs };
      else await this.#options.executor.registerOutputs(urn, outputs);
    });
  }

  /** Reports and records a failure that doesn't come from a step. */
  fail(error: EngineError): void {
    const { executor, reporter } = this.#options;
    if (!(error instanceof ReportedError)) reporter.error(error);
    executor.fail(error);
  }

  async #settle(goal: Goal, provider: string | undefined): Promise<Settled> {
    const { generator, executor } = this.#options;
    const registered = await this.#inTurn(async () => generator.register(goal, provider));
    const registration = generator.isRead(registered) ? await this.#refresh(registered) : registered;
    const { steps, resource } = await this.#inTurn(() => generator.decide(registration));
    const isUnknown = steps.some(isSkippedCreate);
    if (executor.skipIfDependencyFailed(steps)) return { resource, isDone: false, isUnknown };
    try {
      await executor.chain(steps);
    } catch (error) {
      if (executor.skipped.has(resource)) return { resource, isDone: false, isUnknown };
      throw error;
    }
    return { resource, isDone: true, isUnknown };
  }

  /** Reads a resource before it is decided what to do with it. */
  async #refresh({ goal, old, new: resource }: Registration): Promise<Registration> {
    const { generator, executor, refresher, snapshot } = this.#options;
    if (old === undefined) return { goal, old, new: resource };
    const found = await executor
      .run(() => refresher.read(old, resource))
      .catch((error: unknown) => {
        // The refresher has reported it.
        executor.fail(asEngineError(error));
        throw haltedError();
      });
    const isGone = found.resource === undefined;
    Object.assign(old, found.resource);
    generator.noteRead(old, isGone);
    await snapshot?.registered(old, isGone);
    return { goal, old: isGone ? undefined : old, new: resource };
  }

  /** Decides about one registration at a time. */
  async #inTurn<T>(decide: () => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      if (this.#options.executor.isHalted()) throw haltedError();
      try {
        return await decide();
      } catch (error) {
        this.fail(asEngineError(error));
        throw haltedError();
      }
    });
  }

  #defaultProvider(): Promise<string> {
    this.#provider ??= this.#settle(providerGoal(this.#options.config), undefined).then(
      ({ resource: { urn, id = "" } }) => providerReference(urn, id),
    );
    return this.#provider;
  }

  /** Reports only the failure that ends the run, not those that follow from it. */
  async #guard<T>(task: () => Promise<T>): Promise<T> {
    if (this.#options.executor.isHalted()) throw haltedError();
    try {
      return await task();
    } catch (error) {
      if (!this.#options.executor.isHalted()) this.fail(asEngineError(error, "ERR_ENGINE_RESOURCE"));
      throw error;
    }
  }
}
