import type { ApplyContext } from "./apply-step.js";
import { asEngineError } from "../errors.js";
import { type Refreshed, refreshResource } from "./refresh-resource.js";
import type { Reporter } from "../display/reporter.js";
import type { Resource } from "../state/resource.js";
import { PROVIDER_TYPE } from "../values/urn.js";

export interface RefresherOptions {
  readonly apply: ApplyContext;
  readonly reporter: Reporter;
  /** Whether the run is a refresh, which tells what an update would change. Other runs only tell that they read. */
  readonly isRefresh: boolean;
}

/** Reads resources and reports what came of it. */
export class Refresher {
  readonly #options: RefresherOptions;

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  /** Reads a resource, which the program has declared if it runs. Rejects if it can't be read. */
  async read(old: Resource, declared?: Resource): Promise<Refreshed> {
    const { apply, reporter, isRefresh } = this.#options;
    const isShown = old.type !== PROVIDER_TYPE;
    if (isShown) reporter.step("start", "refresh", old);
    try {
      const refreshed = await refreshResource(old, apply, declared);
      if (!isShown) return refreshed;
      if (isRefresh) reporter.count(refreshed.op);
      reporter.step("done", isRefresh ? refreshed.op : "refresh", refreshed.resource ?? old);
      return refreshed;
    } catch (error) {
      const failure = asEngineError(error);
      reporter.error(failure, isShown ? old.urn : undefined);
      if (isShown) reporter.step("failed", "refresh", old);
      throw failure;
    }
  }
}
