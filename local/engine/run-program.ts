import * as wire from "@pulumi/pulumi/proto/resource_pb.js";
import { type Child } from "./processes/child-process.js";
import { deleteResources } from "./steps/delete-resources.js";
import { EngineError } from "./errors.js";
import type { Mode } from "./steps/modes.js";
import { Planned } from "./steps/planned.js";
import { serveMonitor } from "./processes/monitor.js";
import { ORGANIZATION, programError, startProgram } from "./processes/program-process.js";
import { Registrar } from "./steps/registrar.js";
import { refreshState } from "./run-refresh.js";
import type { RunContext, RunOutcome } from "./run-context.js";
import type { StackConfig } from "./project/stack-config.js";
import { StepGenerator } from "./steps/step-generator.js";
import { missingTargetError } from "./steps/targeting.js";
import { type Properties, Secret, objectOf } from "./values/values.js";

const PROGRAM_EXIT_TIMEOUT_MS = 30_000;

const configProperties = (config: StackConfig): Properties =>
  objectOf([...config].map(([key, { text, secret }]) => [key, secret ? new Secret(text) : text] as const));

const deploymentInfo = ({ project, stack, config, isPreview, parallel }: RunContext): wire.DeploymentInfo => {
  const info = new wire.DeploymentInfo()
    .setProject(project.name)
    .setStack(stack)
    .setOrganization(ORGANIZATION)
    .setConfigsecretkeysList([...config].filter(([, { secret }]) => secret).map(([key]) => key))
    .setDryrun(isPreview)
    .setParallel(parallel);
  for (const [key, { text }] of config) info.getConfigMap().set(key, text);
  return info;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

const after = (durationMs: number): Promise<"late"> =>
  new Promise((resolve) => setTimeout(() => resolve("late"), durationMs).unref());

/** Records the stack's outputs. After a failure, old outputs that the program didn't set again are kept. */
const finishStackOutputs = async (context: RunContext, registrar: Registrar): Promise<Properties> => {
  const registered = registrar.stackOutputs;
  if (registered === undefined) return objectOf([]);
  const { urn, outputs } = registered;
  const old = context.resources.find((resource) => resource.urn === urn)?.outputs ?? {};
  const isFailed = context.executor.failure !== undefined;
  const final = isFailed ? objectOf([...Object.entries(old), ...Object.entries(outputs)]) : outputs;
  await context.executor.registerOutputs(urn, final);
  return final;
};

const deferred = (): { readonly promise: Promise<void>; readonly resolve: () => void } => {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};

/** What is left to do after the program has registered its resources. */
const finishResources = async (context: RunContext, generator: StepGenerator, mode: Mode): Promise<void> => {
  const { planned } = generator;
  if (mode === "update") {
    return deleteResources(context, planned, (resource) => generator.isDeletionPlanned(resource));
  }
  if (mode === "refresh") return refreshState(context, (urn) => planned.isKept(urn) || planned.refreshed.has(urn));
  const unregistered = context.resources.filter(
    (resource) => resource.delete === true || !planned.isKept(resource.urn),
  );
  const resources = [...generator.registered, ...unregistered];
  return deleteResources({ ...context, resources }, new Planned(), () => false);
};

/**
 * Runs the program and handles the resources that it registers.
 *
 * - An update creates or changes them, and deletes those that the program no longer registers.
 * - A refresh reads them and all others, with the program's configuration.
 * - A destroy deletes them and all others, with the program's configuration.
 */
export const runProgram = async (context: RunContext, mode: Mode): Promise<RunOutcome> => {
  const { executor, reporter } = context;
  const config = configProperties(context.config);
  const generator = new StepGenerator({
    ...context,
    project: context.project.name,
    mode,
    isRefreshing: context.isRefreshing && context.runsProgram && mode !== "destroy",
    onFailure: (error) => executor.record(error),
  });
  const registrar = new Registrar({ ...context, generator, config });
  const finished = deferred();
  const mayEnd = deferred();
  const monitor = await serveMonitor({
    describe: () => deploymentInfo(context),
    register: (request) => registrar.register(request),
    registerOutputs: (request) => registrar.registerOutputs(request),
    finish: () => {
      finished.resolve();
      return mayEnd.promise;
    },
    refuse: (error) => registrar.fail(error),
  });
  let program: Child | undefined;
  try {
    program = startProgram({
      ...context,
      monitorAddress: monitor.address,
      onLine: (line) => reporter.diagnostic("info", line),
    });
    const ended = programError(program);
    const early = await Promise.race([finished.promise, ended, aborted(executor.halted)]);
    // A program that failed may not have registered all of its resources, so none may be deleted.
    if (early instanceof EngineError) endWith(context, early);
    await executor.idle();
    if (context.clearPendingCreates) context.snapshot?.clearPendingCreates();
    if (!executor.isHalted()) {
      const missing = missingTargetError(context.selection.targets, (urn) => generator.isKnown(urn));
      await finishResources(context, generator, mode);
      if (missing !== undefined) endWith(context, missing);
    }
    const outputs = await finishStackOutputs(context, registrar);
    executor.closeComponents();
    mayEnd.resolve();
    if (!executor.isHalted()) {
      const late = await Promise.race([ended, after(PROGRAM_EXIT_TIMEOUT_MS)]);
      if (late === "late") reporter.diagnostic("warning", "The program did not exit by itself, so it was stopped");
      else if (late !== undefined) endWith(context, late);
    }
    return { outputs, error: executor.failure };
  } finally {
    await program?.stop();
    monitor.close();
  }
};

const endWith = ({ executor, reporter }: RunContext, error: EngineError): void => {
  // If there was an earlier failure, it is the cause and has been reported.
  if (executor.failure === undefined) reporter.error(error);
  executor.fail(error);
};
