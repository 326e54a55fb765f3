import type { EngineError } from "./errors.js";
import type { Operation } from "./events.js";
import type { ProgramFolder } from "./project/program-folder.js";
import type { Project } from "./project/project.js";
import type { ProviderPool } from "./processes/provider-pool.js";
import type { Reporter } from "./display/reporter.js";
import type { Resource } from "./state/resource.js";
import type { SnapshotManager } from "./state/snapshot-manager.js";
import type { StackConfig } from "./project/stack-config.js";
import type { StepExecutor } from "./steps/step-executor.js";
import type { Properties } from "./values/values.js";

/** What one run works with. */
export interface RunContext {
  readonly operation: Operation;
  readonly isPreview: boolean;
  readonly project: Project;
  readonly program: ProgramFolder;
  readonly stack: string;
  readonly config: StackConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly parallel: number;
  /** The address of the engine's own service. */
  readonly engineAddress: string;
  /** The resources of the state, in its order, which is topological. */
  readonly resources: readonly Resource[];
  readonly providers: ProviderPool;
  readonly reporter: Reporter;
  readonly executor: StepExecutor;
  /** None in a preview. */
  readonly snapshot: SnapshotManager | undefined;
  readonly clearPendingCreates: boolean;
}

/** What a run has to say beside what it reported. */
export interface RunOutcome {
  readonly outputs: Properties;
  readonly error: EngineError | undefined;
}
