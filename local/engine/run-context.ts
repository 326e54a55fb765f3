import type { EngineError } from "./errors.js";
import type { Operation } from "./events.js";
import type { ProgramFolder } from "./program-folder.js";
import type { Project } from "./project.js";
import type { ProviderPool } from "./provider-pool.js";
import type { Reporter } from "./reporter.js";
import type { Resource } from "./resource.js";
import type { SnapshotManager } from "./snapshot-manager.js";
import type { StackConfig } from "./stack-config.js";
import type { StepExecutor } from "./step-executor.js";
import type { Properties } from "./values.js";

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
