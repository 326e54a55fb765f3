import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { type RunFlags as RunOptions, addRunOptions } from "./cli-options.js";
import { Display } from "./display/display.js";
import { type RunResult } from "./engine.js";
import { EngineError } from "./errors.js";
import type { EngineEvent, Operation } from "./events.js";
import { JsonReport } from "./display/json-report.js";
import { readPassphrase } from "./state/passphrase.js";
import { readProject } from "./project/project.js";
import { exportState, importState, type StackLocation } from "./state/state-commands.js";
import { readJson } from "../json-text.js";

const NOTE =
  "This is the embedded engine, for evaluation, tests and offline work. " +
  "In production, use the Pulumi CLI (https://www.pulumi.com/docs/install/).";

// The same exit codes as the Pulumi CLI.
const EXIT_FAILED = 1;
const EXIT_CHANGES = 7;

/** The environment, input and output of a command. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly readInput: () => Promise<string>;
  readonly isTerminal: boolean;
  /** Returns a signal that aborts when the user stops the run. `print` shows a message to the user. */
  readonly abortSignal: (print: (line: string) => void) => AbortSignal;
}

interface StackOptions {
  readonly cwd: string;
  readonly stack: string;
  readonly state?: string;
}

type RunFlags = RunOptions & StackOptions;

const locate = async ({ cwd, stack, state }: StackOptions): Promise<StackLocation> => {
  const project = await readProject(cwd);
  return { project, stack, stateFolder: state ?? join(project.folder, ".pulumi-local") };
};

const exitCodeOf = ({ result, error }: RunResult): number => {
  if (result === "succeeded") return 0;
  return error?.code === "ERR_ENGINE_CHANGES" ? EXIT_CHANGES : EXIT_FAILED;
};

const parseState = (text: string): unknown => {
  const state = readJson(text);
  if (state === undefined) throw new EngineError("ERR_ENGINE_STATE", "The state to import is not valid JSON");
  return state;
};

/** Creates the commands for a shell. They pass their exit code to `exit`. */
const commandOn = (shell: Shell, exit: (code: number) => void): Command => {
  const printError = (text: string): void => shell.writeError(`${text}\n`);
  const printJson = (document: unknown): void => shell.write(`${JSON.stringify(document, undefined, 2)}\n`);

  const displayOf = (operation: Operation, { project, stack }: StackLocation, isPreview: boolean): Display =>
    new Display({
      operation,
      isPreview,
      project: project.name,
      stack,
      useColour: shell.isTerminal && shell.env["NO_COLOR"] === undefined,
      write: shell.write,
      nowMs: () => performance.now(),
    });

  const run = async (
    operation: Operation,
    flags: RunFlags,
    onEvent: (location: StackLocation) => (event: EngineEvent) => void,
  ): Promise<RunResult> => {
    const location = await locate(flags);
    // `export` and `import` don't need it, and it takes longer to load than everything else.
    const { runOperation } = await import("./engine.js");
    return runOperation({
      operation,
      cwd: location.project.folder,
      stack: location.stack,
      stateFolder: location.stateFolder,
      passphrase: readPassphrase(shell.env),
      env: shell.env,
      previewOnly: flags.previewOnly === true,
      clearPendingCreates: flags.clearPendingCreates === true,
      expectNoChanges: flags.expectNoChanges === true,
      continueOnError: flags.continueOnError === true,
      refresh: flags.refresh === true,
      runProgram: flags.runProgram === true,
      targets: [...(flags.target ?? []), ...(flags.targetReplace ?? [])],
      targetDependents: flags.targetDependents === true,
      replace: [...(flags.replace ?? []), ...(flags.targetReplace ?? [])],
      onEvent: onEvent(location),
      signal: shell.abortSignal(printError),
      ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
    });
  };

  const errorJson = (error: unknown) =>
    error instanceof EngineError ? { code: error.code, message: error.message } : { message: String(error) };

  /** Prints one JSON document, even if the run can't begin. */
  const runAsJson = async (operation: Operation, flags: RunFlags): Promise<RunResult> => {
    const report = new JsonReport();
    try {
      const result = await run(operation, flags, () => report.add);
      const { error } = result;
      printJson({ ...report.toJson(), ...(error === undefined ? {} : { error: errorJson(error) }) });
      return result;
    } catch (error) {
      printJson({ operation, result: "failed", error: errorJson(error) });
      throw error;
    }
  };

  const runAsLines = (operation: Operation, flags: RunFlags): Promise<RunResult> => {
    const isPreview = operation === "preview" || flags.previewOnly === true;
    return run(operation, flags, (location) => displayOf(operation, location, isPreview).show);
  };

  const runAndExit = async (operation: Operation, flags: RunFlags): Promise<void> => {
    const result = await (flags.json === true ? runAsJson : runAsLines)(operation, flags);
    exit(exitCodeOf(result));
  };

  const stackCommand = (name: string, description: string): Command =>
    new Command(name)
      .exitOverride()
      .configureOutput({ writeOut: shell.write, writeErr: shell.writeError })
      .description(description)
      .option("-C, --cwd <dir>", "folder of the program's Pulumi.yaml, or a folder inside it", ".")
      .requiredOption("-s, --stack <name>", "name of the stack")
      .option("--state <dir>", "folder of the state files (default: .pulumi-local next to Pulumi.yaml)");

  const runCommand = (operation: Operation, description: string): Command =>
    addRunOptions(stackCommand(operation, description), operation, EXIT_CHANGES).action((flags: RunFlags) =>
      runAndExit(operation, flags),
    );

  const exportCommand = stackCommand("export", "print the state, in the format of `pulumi stack import`")
    .option("--file <path>", "write the state to this file instead")
    .option("--show-secrets", "print secrets in plain text")
    .action(async ({ file, showSecrets, ...options }: StackOptions & { file?: string; showSecrets?: boolean }) => {
      const passphrase = showSecrets === true ? readPassphrase(shell.env) : undefined;
      const text = `${JSON.stringify(await exportState(await locate(options), passphrase), undefined, 4)}\n`;
      if (file === undefined) shell.write(text);
      else await writeFile(file, text, { mode: 0o600 });
    });

  const importCommand = stackCommand("import", "replace the state with one from `pulumi stack export`")
    .option("--file <path>", "read the state from this file instead of stdin")
    .action(async ({ file, ...options }: StackOptions & { file?: string }) => {
      const location = await locate(options);
      const state = parseState(file === undefined ? await shell.readInput() : await readFile(file, "utf8"));
      const dropped = await importState(location, state, readPassphrase(shell.env));
      for (const operation of dropped) printError(`warning: dropped the pending operation ${operation}`);
      printError("Import complete.");
    });

  const program = new Command("engine")
    .exitOverride()
    .configureOutput({ writeOut: shell.write, writeErr: shell.writeError })
    .description(`Runs a Pulumi Node.js program of dynamic resources without the Pulumi CLI.\n${NOTE}`)
    .addHelpText(
      "after",
      "\nSet the passphrase of the stack's secrets in PULUMI_CONFIG_PASSPHRASE, or the path of a file that holds it in PULUMI_CONFIG_PASSPHRASE_FILE.",
    )
    .hook("preAction", () => printError(NOTE))
    .addCommand(runCommand("preview", "show what `up` would do"))
    .addCommand(runCommand("up", "create, update and delete resources as the program declares"))
    .addCommand(runCommand("refresh", "update the state with what the providers read"))
    .addCommand(runCommand("destroy", "delete all resources of the stack"))
    .addCommand(exportCommand)
    .addCommand(importCommand);

  return program;
};

/** Runs a command line, which doesn't include the name of the program. Returns the exit code. */
export const runCommandLine = async (args: readonly string[], shell: Shell): Promise<number> => {
  let exitCode = 0;
  const command = commandOn(shell, (code) => {
    exitCode = code;
  });
  try {
    await command.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    const reason = error instanceof EngineError ? `${error.message} (${error.code})` : String(error);
    shell.writeError(`error: ${reason}\n`);
    return EXIT_FAILED;
  }
};
