import * as wire from "@pulumi/pulumi/proto/resource_pb.js";
import { ToldError } from "./check-failures.js";
import { Serial } from "../concurrency.js";
import { type EngineError, asEngineError } from "../errors.js";
import { type Goal, decodeGoal } from "./goal.js";
import type { Reporter } from "../display/reporter.js";
import type { Resource } from "../state/resource.js";
import { type StepExecutor, haltedError } from "./step-executor.js";
import type { StepGenerator } from "./step-generator.js";
import { structOf } from "../values/struct.js";
import { PROVIDER_TYPE, isStackUrn, providerReference } from "../values/urn.js";
import { type Properties, fromWire, objectOf, toWire } from "../values/values.js";

export interface RegistrarOptions {
  readonly generator: StepGenerator;
  readonly executor: StepExecutor;
  readonly reporter: Reporter;
  /** What the default provider is configured with. */
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

/** A resource, and whether it became what the program wants; only a run that goes on after an error tells otherwise. */
interface Settled {
  readonly resource: Resource;
  readonly isDone: boolean;
}

const respond = (
  request: wire.RegisterResourceRequest,
  { resource, isDone }: Settled,
): wire.RegisterResourceResponse => {
  // What a component has for outputs is known to the program alone, which has not told them yet.
  const outputs = toWire(resource.custom ? resource.outputs : objectOf([]), {
    keepSecrets: request.getAcceptsecrets(),
    keepUnknowns: true,
    keepResources: request.getAcceptresources(),
  });
  return new wire.RegisterResourceResponse()
    .setUrn(resource.urn)
    .setId(resource.id ?? "")
    .setObject(structOf(outputs))
    .setResult(isDone ? wire.Result.SUCCESS : wire.Result.FAIL);
};

/** Takes what the program registers, has steps decided for it one by one, and carried out as they come. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #serial = new Serial();
  readonly #goals = new Map<string, Goal>();
  #provider: Promise<string> | undefined;
  #stackOutputs: { readonly urn: string; readonly outputs: Properties } | undefined;

  constructor(options: RegistrarOptions) {
    this.#options = options;
  }

  /** The outputs of the stack, which count only once it is known how the run ended. */
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

  /** Records a failure that is not one of a step, and tells of it. */
  fail(error: EngineError): void {
    const { executor, reporter } = this.#options;
    if (!(error instanceof ToldError)) reporter.error(error);
    executor.fail(error);
  }

  async #settle(goal: Goal, provider: string | undefined): Promise<Settled> {
    const { generator, executor } = this.#options;
    const { steps, resource } = await this.#serial.run(async () => {
      if (executor.isHalted()) throw haltedError();
      try {
        return await generator.generate(goal, provider);
      } catch (error) {
        this.fail(asEngineError(error));
        throw haltedError();
      }
    });
    if (executor.skips(steps)) return { resource, isDone: false };
    try {
      await executor.chain(steps);
    } catch (error) {
      if (executor.left.has(resource)) return { resource, isDone: false };
      throw error;
    }
    return { resource, isDone: true };
  }

  #defaultProvider(): Promise<string> {
    this.#provider ??= this.#settle(providerGoal(this.#options.config), undefined).then(
      ({ resource: { urn, id = "" } }) => providerReference(urn, id),
    );
    return this.#provider;
  }

  /** Only the failure that ends the run is told: what fails because the run is ending is not. */
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
