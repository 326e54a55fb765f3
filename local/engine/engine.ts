import { availableParallelism } from "node:os";
import { serveEngine } from "./processes/engine-service.js";
import { EngineError, asEngineError } from "./errors.js";
import type { Changes, EngineEvent, Operation } from "./events.js";
import { openStack } from "./state/open-stack.js";
import { runIn } from "./operations.js";
import { programFolder } from "./project/program-folder.js";
import { type Project, readProject } from "./project/project.js";
import { ProviderPool } from "./processes/provider-pool.js";
import { startProvider } from "./processes/provider-process.js";
import { Reporter } from "./display/reporter.js";
import { Refresher } from "./steps/refresher.js";
import type { RunContext } from "./run-context.js";
import { SnapshotManager } from "./state/snapshot-manager.js";
import { openStateStore } from "./state/state-store.js";
import type { StateWriter } from "./state/state-writer.js";
import { StepExecutor } from "./steps/step-executor.js";
import { Targets } from "./steps/targets.js";
import type { Properties } from "./values/values.js";

export interface RunOptions {
  readonly operation: Operation;
  /** The folder of the program's Pulumi.yaml. */
  readonly cwd: string;
  readonly stack: string;
  /** The folder of the state files, one for each stack. */
  readonly stateFolder: string;
  readonly passphrase: string;
  /** The environment of program and provider. The engine leaves out its own variables, such as the passphrase. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For a refresh or a destroy: show what would change, without changing it. */
  readonly previewOnly?: boolean;
  /** Fail if a resource would change or has changed. */
  readonly expectNoChanges?: boolean;
  /** After a resource fails, continue with those that don't depend on it. The run still fails. */
  readonly continueOnError?: boolean;
  /** For a refresh: remove pending creations, which an interrupted run left in the state. */
  readonly clearPendingCreates?: boolean;
  /** For any other operation: read the resources before anything else. */
  readonly refresh?: boolean;
  /** Run the program for a refresh or a destroy too, so that providers get its configuration instead of the last one. */
  readonly runProgram?: boolean;
  /** The URNs of the only resources to handle. In each, `*` and `**` stand for any text. */
  readonly targets?: readonly string[];
  /** Whether to handle what depends on the targets too. */
  readonly targetDependents?: boolean;
  /** The URNs of resources to replace even if nothing differs. */
  readonly replace?: readonly string[];
  readonly onEvent?: (event: EngineEvent) => void;
  /** If it aborts, the run ends as soon as the requests in progress have been answered and recorded. */
  readonly signal?: AbortSignal;
  /** How many resources are processed at once. 4 for each processor by default. */
  readonly parallel?: number;
}

export interface RunResult {
  readonly result: "succeeded" | "failed";
  readonly changes: Changes;
  readonly outputs: Properties;
  readonly durationMs: number;
  /** Why the run failed. Failures of single resources are reported as diagnostics. */
  readonly error?: EngineError;
}

const pendingWarning = (snapshot: { pendingOperations: readonly { type: string; resource: { urn: string } }[] }) => {
  const { pendingOperations } = snapshot;
  const list = pendingOperations.map(({ type, resource }) => `  * ${resource.urn}, interrupted while ${type}\n`);
  return (
    `Attempting to deploy or update resources with ${list.length} pending operations from previous deployment.\n` +
    `${list.join("")}These resources are in an unknown state because the engine was interrupted while waiting for ` +
    "changes to these resources to complete. Confirm whether the operations listed completed by looking at the " +
    "provider's side. Then `refresh` clears them; creations are cleared by `refresh --clear-pending-creates`."
  );
};

const changesError = (operation: Operation, changes: Changes): EngineError | undefined => {
  const isChanged = Object.entries(changes).some(([op, count]) => op !== "same" && op !== "read" && count > 0);
  if (!isChanged) return undefined;
  const what = operation === "preview" ? "were proposed" : "occurred";
  return new EngineError("ERR_ENGINE_CHANGES", `no changes were expected but changes ${what}`);
};

const cancelOn = (signal: AbortSignal | undefined, context: RunContext): void => {
  const cancel = (): void => {
    const error = new EngineError("ERR_ENGINE_CANCELLED", `${context.operation} canceled`);
    context.reporter.error(error);
    context.executor.fail(error);
  };
  if (signal?.aborted === true) cancel();
  else signal?.addEventListener("abort", cancel, { once: true });
};

const finishError = ({ finish }: StateWriter): Promise<EngineError | undefined> =>
  finish().then(
    () => undefined,
    (error: unknown) => asEngineError(error, "ERR_ENGINE_STATE"),
  );

const runOpened = async (options: RunOptions, project: Project, isPreview: boolean): Promise<RunResult> => {
  const { operation, stack, env, onEvent, signal } = options;
  const opened = await openStack({ ...options, project });
  const reporter = new Reporter(onEvent ?? (() => undefined), opened.config);
  const resources = opened.snapshot.resources.map((resource) => ({ ...resource }));
  const program = programFolder(project);
  const service = await serveEngine(reporter);
  const providers = new ProviderPool(
    () =>
      startProvider({
        project: project.name,
        folder: program.folder,
        engineAddress: service.address,
        env,
        onLine: (line) => reporter.diagnostic("info", line),
      }),
    resources,
  );
  const snapshot = isPreview ? undefined : new SnapshotManager(opened.snapshot, resources, opened.writer.save);
  const parallel = options.parallel ?? 4 * availableParallelism();
  const apply = { isPreview, providers };
  const executor = new StepExecutor({
    apply,
    reporter,
    snapshot,
    parallel,
    continuesOnError: options.continueOnError === true,
  });
  const context: RunContext = {
    operation,
    isPreview,
    project,
    program,
    stack,
    config: opened.config,
    env,
    parallel,
    engineAddress: service.address,
    resources,
    providers,
    reporter,
    executor,
    refresher: new Refresher({ apply, reporter, isRefresh: operation === "refresh" }),
    snapshot,
    selection: {
      targets: new Targets(options.targets ?? []),
      withDependents: options.targetDependents === true,
      replaced: new Targets(options.replace ?? []),
    },
    clearPendingCreates: options.clearPendingCreates === true,
    isRefreshing: operation === "refresh" || options.refresh === true,
    runsProgram: options.runProgram === true,
  };
  cancelOn(signal, context);
  try {
    const isReadFirst = context.isRefreshing && !context.runsProgram;
    if (opened.snapshot.pendingOperations.length > 0 && !isReadFirst && !isPreview) {
      reporter.diagnostic("warning", pendingWarning(opened.snapshot));
    }
    const { outputs, error: failed } = await runIn(context);
    const unfinished = await finishError(opened.writer);
    const failure = failed ?? unfinished;
    const unexpected = options.expectNoChanges === true ? changesError(operation, reporter.changes) : undefined;
    if (failure === undefined && unexpected !== undefined) reporter.error(unexpected);
    const error = failure ?? unexpected;
    const result = error === undefined ? "succeeded" : "failed";
    if (operation !== "destroy") reporter.outputs(outputs);
    reporter.summary(operation, result);
    const { changes, durationMs } = reporter;
    return { result, changes, outputs, durationMs, ...(error === undefined ? {} : { error }) };
  } finally {
    await providers.stop();
    service.close();
  }
};

/** Runs an operation on a stack. Rejects if the run can't begin; resolves with `failed` if it begins and fails. */
export const runOperation = async (options: RunOptions): Promise<RunResult> => {
  const project = await readProject(options.cwd);
  const isPreview = options.operation === "preview" || options.previewOnly === true;
  if (isPreview) return runOpened(options, project, true);
  const { stateFolder: folder, stack } = options;
  const release = await openStateStore({ folder, project: project.name, stack }).lock();
  try {
    return await runOpened(options, project, false);
  } finally {
    await release();
  }
};
