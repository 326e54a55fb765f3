import type { EngineError } from "./errors.js";
import type { Operation } from "./events.js";
import type { ProgramFolder } from "./project/program-folder.js";
import type { Project } from "./project/project.js";
import type { ProviderPool } from "./processes/provider-pool.js";
import type { Refresher } from "./steps/refresher.js";
import type { Reporter } from "./display/reporter.js";
import type { Resource } from "./state/resource.js";
import type { Selection } from "./steps/targeting.js";
import type { SnapshotManager } from "./state/snapshot-manager.js";
import type { StackConfig } from "./project/stack-config.js";
import type { StepExecutor } from "./steps/step-executor.js";
import type { Properties } from "./values/values.js";

/** The parts of a run. */
export interface RunContext {
  readonly operation: Operation;
  readonly isPreview: boolean;
  readonly project: Project;
  readonly program: ProgramFolder;
  readonly stack: string;
  readonly config: StackConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly parallel: number;
  /** The address of the engine service, to which program and providers log. */
  readonly engineAddress: string;
  /**
   * The resources of the state. In this order, each resource comes after those that it depends on. A refresh changes them
   * in place, and removes those that no longer exist.
   */
  readonly resources: Resource[];
  readonly providers: ProviderPool;
  readonly reporter: Reporter;
  readonly executor: StepExecutor;
  readonly refresher: Refresher;
  /** What the run is limited to. */
  readonly selection: Selection;
  /** Undefined in a preview, which records nothing. */
  readonly snapshot: SnapshotManager | undefined;
  readonly clearPendingCreates: boolean;
  /** Whether each resource is read before it is decided what to do with it. */
  readonly isRefreshing: boolean;
  /** Whether a refresh or a destroy runs the program, which also gives its configuration to the providers. */
  readonly runsProgram: boolean;
}

/** The result of a run, besides what it has reported. */
export interface RunOutcome {
  readonly outputs: Properties;
  readonly error: EngineError | undefined;
}
