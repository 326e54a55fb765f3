import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { refuseOptionsOfTheCli } from "./cli-options.js";
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
  "This is the embedded engine, for trying, tests and offline work. " +
  "Production runs on the Pulumi CLI (https://www.pulumi.com/docs/install/).";

// As the Pulumi CLI's.
const EXIT_FAILED = 1;
const EXIT_CHANGES = 7;

/** What a command reads, and where it writes. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly readInput: () => Promise<string>;
  readonly isTerminal: boolean;
  /** Aborts the run that asks for it, once its user does. */
  readonly abortSignal: (tell: (line: string) => void) => AbortSignal;
}

interface StackOptions {
  readonly cwd: string;
  readonly stack: string;
  readonly state?: string;
}

interface RunFlags extends StackOptions {
  readonly expectNoChanges?: boolean;
  readonly previewOnly?: boolean;
  readonly clearPendingCreates?: boolean;
  readonly json?: boolean;
  readonly parallel?: number;
  readonly continueOnError?: boolean;
}

const locate = async ({ cwd, stack, state }: StackOptions): Promise<StackLocation> => {
  const project = await readProject(cwd);
  return { project, stack, stateFolder: state ?? join(project.folder, ".pulumi-local") };
};

const exitCodeOf = ({ result, error }: RunResult): number => {
  if (result === "succeeded") return 0;
  return error?.code === "ERR_ENGINE_CHANGES" ? EXIT_CHANGES : EXIT_FAILED;
};

const parseCount = (text: string): number => {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError("a whole number above 0");
};

const parseState = (text: string): unknown => {
  const state = readJson(text);
  if (state === undefined) throw new EngineError("ERR_ENGINE_STATE", "What was given to import is not valid JSON");
  return state;
};

/** The command line on a shell; its actions give the exit code to `exit`. */
const commandOn = (shell: Shell, exit: (code: number) => void): Command => {
  const tell = (text: string): void => shell.writeError(`${text}\n`);
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
    // `export` and `import` do without it, and it takes longer to load than all the rest.
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
      onEvent: onEvent(location),
      signal: shell.abortSignal(tell),
      ...(flags.parallel === undefined ? {} : { parallel: flags.parallel }),
    });
  };

  const errorJson = (error: unknown) =>
    error instanceof EngineError ? { code: error.code, message: error.message } : { message: String(error) };

  /** Prints one JSON document, also where the run could not begin. */
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
      .option("-C, --cwd <dir>", "folder of the program's Pulumi.yaml, or one within it", ".")
      .requiredOption("-s, --stack <name>", "name of the stack")
      .option("--state <dir>", "folder of the states (default: .pulumi-local beside Pulumi.yaml)");

  const runCommand = (operation: Operation, description: string): Command =>
    refuseOptionsOfTheCli(stackCommand(operation, description))
      .option("--expect-no-changes", `exit with ${EXIT_CHANGES} where anything changes`)
      .option("-j, --json", "print one JSON document instead of lines")
      .addOption(new Option("-p, --parallel <count>", "how many resources at once").argParser(parseCount))
      .action((flags: RunFlags) => runAndExit(operation, flags));

  const PREVIEW_ONLY = ["--preview-only", "show what would change and change nothing"] as const;
  const CONTINUE_ON_ERROR = [
    "--continue-on-error",
    "go on with what does not depend on a resource that failed",
  ] as const;

  const exportCommand = stackCommand("export", "print the state as `pulumi stack import` takes it")
    .option("--file <path>", "write it to a file instead")
    .option("--show-secrets", "with secrets in the clear")
    .action(async ({ file, showSecrets, ...options }: StackOptions & { file?: string; showSecrets?: boolean }) => {
      const passphrase = showSecrets === true ? readPassphrase(shell.env) : undefined;
      const text = `${JSON.stringify(await exportState(await locate(options), passphrase), undefined, 4)}\n`;
      if (file === undefined) shell.write(text);
      else await writeFile(file, text, { mode: 0o600 });
    });

  const importCommand = stackCommand("import", "take a state as `pulumi stack export` gives it")
    .option("--file <path>", "read it from a file instead of stdin")
    .action(async ({ file, ...options }: StackOptions & { file?: string }) => {
      const location = await locate(options);
      const state = parseState(file === undefined ? await shell.readInput() : await readFile(file, "utf8"));
      const dropped = await importState(location, state, readPassphrase(shell.env));
      for (const operation of dropped) tell(`warning: dropped the pending operation ${operation}`);
      tell("Import complete.");
    });

  const program = new Command("engine")
    .exitOverride()
    .configureOutput({ writeOut: shell.write, writeErr: shell.writeError })
    .description(`Runs a Pulumi Node.js program of dynamic resources without the Pulumi CLI.\n${NOTE}`)
    .addHelpText(
      "after",
      "\nThe passphrase of the stack's secrets is read from PULUMI_CONFIG_PASSPHRASE, or the file PULUMI_CONFIG_PASSPHRASE_FILE names.",
    )
    .hook("preAction", () => tell(NOTE))
    .addCommand(runCommand("preview", "show what `up` would do"))
    .addCommand(runCommand("up", "bring the stack to what the program declares").option(...CONTINUE_ON_ERROR))
    .addCommand(
      runCommand("refresh", "bring the state to what the providers read")
        .option(...PREVIEW_ONLY)
        .option("--clear-pending-creates", "forget creations that a crash interrupted"),
    )
    .addCommand(
      runCommand("destroy", "delete every resource of the stack")
        .option(...PREVIEW_ONLY)
        .option(...CONTINUE_ON_ERROR),
    )
    .addCommand(exportCommand)
    .addCommand(importCommand);

  return program;
};

/** Runs one command line, without the name of the program, and gives its exit code. */
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
