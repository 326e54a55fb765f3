import type { EngineError } from "../errors.js";
import type { Mode } from "./modes.js";
import type { ProviderPool } from "../processes/provider-pool.js";
import type { Reporter } from "../display/reporter.js";
import type { Resource } from "../state/resource.js";
import type { Selection } from "./targeting.js";

export interface GeneratorOptions {
  readonly project: string;
  readonly stack: string;
  readonly isPreview: boolean;
  /** The resources of the state, in its order. */
  readonly resources: Resource[];
  readonly mode: Mode;
  /** Whether each resource is read when the program registers it. */
  readonly isRefreshing: boolean;
  readonly selection: Selection;
  readonly providers: ProviderPool;
  readonly reporter: Reporter;
  /** Records a failure after which a preview continues. */
  readonly onFailure: (error: EngineError) => void;
}
