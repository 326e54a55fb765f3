import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type EngineEvent, type OutputMap } from "@pulumi/pulumi/automation/index.js";
import { createScratch, PROJECT_ROOT } from "../../support/project.js";
import {
  ACCESS_TOKEN,
  type ConfigValue,
  type Engine,
  type ExportedState,
  PASSPHRASE,
  type Run,
  STACK_NAME,
  type Stack,
  type StackOptions,
  type Step,
} from "./engine.js";

/** Whether the Pulumi CLI is on PATH. */
export const isCliThere = (): boolean => {
  try {
    const env = { ...process.env, PULUMI_HOME: createScratch("version"), PULUMI_SKIP_UPDATE_CHECK: "true" };
    execFileSync("pulumi", ["version"], { stdio: "ignore", env });
    return true;
  } catch {
    return false;
  }
};

/** What was done to each resource, as the CLI's events tell it. */
const stepsOf = (events: readonly EngineEvent[]): Step[] =>
  events.flatMap(({ resOutputsEvent, resOpFailedEvent }) => {
    if (resOutputsEvent !== undefined) return [{ op: resOutputsEvent.metadata.op, urn: resOutputsEvent.metadata.urn }];
    if (resOpFailedEvent !== undefined)
      return [{ op: `failed ${resOpFailedEvent.metadata.op}`, urn: resOpFailedEvent.metadata.urn }];
    return [];
  });

/** As `pulumi up -v=9 --logtostderr --logflow`. */
const VERBOSE = { logVerbosity: 9, logToStdErr: true, logFlow: true } as const;

/**
 * What Pulumi itself writes into a verbose log, secret or not (SECURITY.md): the CLI every property that crosses its
 * protocol, the SDK every answer to a registration.
 */
const PULUMI_LOGS_SECRETS =
  /\{"time":"[^"]*","level":"[A-Z]+","msg":"(?:(?:Unm|M)arshaling property for RPC|(?:eventSink::Debug\(<\{%reset%\}>)?RegisterResource RPC finished).*$/gm;

interface Output {
  readonly onOutput: (text: string) => void;
  readonly onError: (text: string) => void;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Runs a command of the CLI and collects what it did, whether it succeeded or not. */
const collect = async (run: (output: Output) => Promise<unknown>): Promise<Run> => {
  const events: EngineEvent[] = [];
  let output = "";
  const add = (text: string): void => {
    output += text;
  };
  const ok = await run({ onOutput: add, onError: add, onEvent: (event) => events.push(event) }).then(
    () => true,
    (error: unknown) => {
      output += `\n${String(error)}`;
      return false;
    },
  );
  return { ok, steps: stepsOf(events), output: output.replaceAll(PULUMI_LOGS_SECRETS, "") };
};

const createStack = async ({ folder, config, environment, node = process.execPath }: StackOptions): Promise<Stack> => {
  const states = join(folder, "cli/states");
  const home = join(folder, "cli/home");
  for (const path of [states, home]) mkdirSync(path, { recursive: true });
  const envVars = {
    // Compiling Pulumi's SDK once for all runs takes a fifth off each of them.
    NODE_COMPILE_CACHE: join(PROJECT_ROOT, ".work/compile-cache"),
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    PULUMI_BACKEND_URL: `file://${states}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_ACCESS_TOKEN: ACCESS_TOKEN,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_CI_DETECTION: "true",
    ...environment,
  };
  // Slow to load, and only the CLI needs it.
  const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: STACK_NAME, workDir: folder },
    { envVars, pulumiHome: home },
  );
  const command = (args: readonly string[], input?: string): string =>
    execFileSync("pulumi", [...args, "--stack", STACK_NAME], {
      cwd: folder,
      env: { ...process.env, ...envVars, PULUMI_HOME: home },
      encoding: "utf8",
      ...(input !== undefined && { input }),
      stdio: ["pipe", "pipe", "pipe"],
    });
  const setConfig = async (key: string, { value, secret = false, path = false }: ConfigValue): Promise<void> => {
    // The Automation API would put the secret among the arguments of the command, where others can read it.
    if (secret) command(["config", "set", "--secret", ...(path ? ["--path"] : []), key], value);
    else await stack.setConfig(key, { value }, path);
  };
  for (const [key, value] of Object.entries(config)) await setConfig(key, value);
  /** The Automation API has no JSON: the command is run, and its steps are not read. */
  const asJson = (args: readonly string[], extra: Readonly<Record<string, string>> = {}): Run => {
    const { status, stdout, stderr } = spawnSync("pulumi", [...args, "--json", "--stack", STACK_NAME], {
      cwd: folder,
      env: { ...process.env, ...envVars, PULUMI_HOME: home, ...extra },
      encoding: "utf8",
    });
    return { ok: status === 0, steps: [], output: stdout + stderr };
  };
  const within = async <T>(extra: Readonly<Record<string, string>> | undefined, act: () => Promise<T>): Promise<T> => {
    stack.workspace.envVars = { ...envVars, ...extra };
    return act();
  };

  return {
    preview: async ({ environment: extra, expectNoChanges = false, format } = {}) => {
      if (format === "json") return asJson(["preview"], extra);
      const diff = format === "diff";
      return within(extra, () => collect((output) => stack.preview({ ...output, expectNoChanges, diff })));
    },
    up: async ({ environment: extra, parallel, isVerbose = false, format, targetReplace = [], ...flags } = {}) => {
      if (format === "json") return asJson(["up", "--yes", "--skip-preview"], extra);
      const targets = targetReplace.length > 0 ? { target: [...targetReplace], replace: [...targetReplace] } : {};
      const options = { ...flags, ...targets, ...(parallel !== undefined && { parallel }), ...(isVerbose && VERBOSE) };
      return within(extra, () => collect((output) => stack.up({ ...output, ...options, diff: format === "diff" })));
    },
    refresh: ({ environment: extra, previewOnly = false, runProgram = false } = {}) =>
      within(extra, () =>
        collect((output) =>
          previewOnly ? stack.previewRefresh({ ...output, runProgram }) : stack.refresh({ ...output, runProgram }),
        ),
      ),
    destroy: ({ environment: extra, runProgram = false, continueOnError = false } = {}) =>
      within(extra, () => collect((output) => stack.destroy({ ...output, runProgram, continueOnError }))),
    setConfig,
    // The Automation API exports with the secrets in the clear, so the command is called.
    exportState: async () => JSON.parse(command(["stack", "export"])) as ExportedState,
    importState: async (state) => void command(["stack", "import"], JSON.stringify(state)),
    outputs: (): Promise<OutputMap> => within(undefined, () => stack.outputs()),
    folders: [states, home],
    unlock: () => stack.cancel(),
    upCommand: {
      file: "pulumi",
      args: ["up", "--yes", "--skip-preview", "--stack", STACK_NAME],
      cwd: folder,
      env: { ...process.env, ...envVars, PULUMI_HOME: home },
    },
  };
};

export const realCli: Engine = {
  name: "the Pulumi CLI",
  typePrefix: "pulumi-nodejs:dynamic/cybersource-webhooks:",
  provider: "pulumi-nodejs",
  // It keeps the passphrase and the login in the environment that its children inherit.
  hands: (role) => [
    ...["PULUMI_CONFIG_PASSPHRASE", "PULUMI_ACCESS_TOKEN"],
    ...(role === "program" ? ["PULUMI_CONFIG"] : []),
  ],
  createStack,
};
