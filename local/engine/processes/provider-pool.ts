import { isDeepStrictEqual } from "node:util";
import { EngineError } from "../errors.js";
import type { ProviderClient } from "./provider-client.js";
import type { Provider } from "./provider-process.js";
import type { Resource } from "../state/resource.js";
import { PROVIDER_TYPE, providerReference } from "../values/urn.js";
import type { Properties } from "../values/values.js";

/** The providers of a run, by the reference that resources use. */
export class ProviderPool {
  readonly #start: () => Promise<Provider>;
  readonly #stateResources: readonly Resource[];
  readonly #providers = new Map<string, Promise<Provider>>();
  readonly #configs = new Map<string, Properties>();
  /** Also those that were replaced when the program registered a provider which was started from the state before. */
  readonly #started: Promise<Provider>[] = [];

  constructor(start: () => Promise<Provider>, stateResources: readonly Resource[]) {
    this.#start = start;
    this.#stateResources = stateResources;
  }

  /**
   * Starts a provider with the configuration in its resource. As on the Pulumi CLI, one that was started from the state and
   * has the same configuration goes on.
   */
  async configure(urn: string, id: string, config: Properties): Promise<void> {
    const reference = providerReference(urn, id);
    if (isDeepStrictEqual(this.#configs.get(reference), config)) await this.#providers.get(reference);
    else await this.#hold(reference, this.#startConfigured(urn, id, config));
  }

  /**
   * The provider of a resource. If the program hasn't registered it, it is started with the configuration in the state.
   */
  async clientOf(resource: Resource): Promise<ProviderClient> {
    const reference = resource.provider ?? "";
    const known = this.#providers.get(reference);
    return (await (known ?? this.#hold(reference, this.#startFromState(reference, resource.urn)))).client;
  }

  /** Stops all providers, including those that are still starting. */
  async stop(): Promise<void> {
    const started = await Promise.allSettled(this.#started);
    await Promise.all(started.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.stop()] : [])));
  }

  #hold(reference: string, started: Promise<Provider>): Promise<Provider> {
    this.#providers.set(reference, started);
    this.#started.push(started);
    return started;
  }

  async #startConfigured(urn: string, id: string, config: Properties): Promise<Provider> {
    this.#configs.set(providerReference(urn, id), config);
    const provider = await this.#start();
    try {
      await provider.client.configure({ urn, id }, config);
    } catch (error) {
      await provider.stop();
      throw error;
    }
    return provider;
  }

  async #startFromState(reference: string, user: string): Promise<Provider> {
    const found = this.#stateResources.find(
      ({ type, urn, id = "" }) => type === PROVIDER_TYPE && providerReference(urn, id) === reference,
    );
    if (found === undefined) {
      throw new EngineError("ERR_ENGINE_STATE", `Unknown provider '${reference}' for resource '${user}'`);
    }
    return this.#startConfigured(found.urn, found.id ?? "", found.inputs);
  }
}
