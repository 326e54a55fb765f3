import { type Command, InvalidArgumentError, Option } from "commander";
import { unsupported } from "./errors.js";
import type { Operation } from "./events.js";

/** The options of a run, as commander reads them. */
export interface RunFlags {
  readonly expectNoChanges?: boolean;
  readonly previewOnly?: boolean;
  readonly clearPendingCreates?: boolean;
  readonly json?: boolean;
  readonly parallel?: number;
  readonly continueOnError?: boolean;
  readonly refresh?: boolean;
  readonly runProgram?: boolean;
  readonly target?: readonly string[];
  readonly targetDependents?: boolean;
  readonly replace?: readonly string[];
  readonly targetReplace?: readonly string[];
}

const parseCount = (text: string): number => {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError("It must be a whole number, at least 1.");
};

const list = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((urn: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    urn,
  ]);

const REFRESH = new Option("-r, --refresh", "read the resources first");
const RUN_PROGRAM = new Option(
  "--run-program",
  "run the program to read or delete with its configuration instead of the last one",
);
const PREVIEW_ONLY = new Option("--preview-only", "show what would change, without changing it");
const CONTINUE_ON_ERROR = new Option(
  "--continue-on-error",
  "after a failure, continue with resources that don't depend on it",
);
const TARGETS = [
  list("-t, --target <urn>", "handle only this resource; can be repeated, and contain * and **"),
  new Option("--target-dependents", "handle what depends on the targets too"),
];
const REPLACE = [
  list("--replace <urn>", "replace this resource; can be repeated"),
  list("--target-replace <urn>", "replace this resource and handle no other; can be repeated"),
];

/** The options that each operation has besides those that all have. */
const OPTIONS: Readonly<Record<Operation, readonly Option[]>> = {
  preview: [REFRESH, RUN_PROGRAM, ...TARGETS, ...REPLACE],
  up: [CONTINUE_ON_ERROR, REFRESH, RUN_PROGRAM, ...TARGETS, ...REPLACE],
  refresh: [
    PREVIEW_ONLY,
    new Option("--clear-pending-creates", "remove creations that a crash interrupted"),
    RUN_PROGRAM,
    ...TARGETS,
  ],
  destroy: [PREVIEW_ONLY, CONTINUE_ON_ERROR, REFRESH, RUN_PROGRAM, ...TARGETS],
};

/** Options of the Pulumi CLI that this engine doesn't support. */
const UNSUPPORTED = ["--exclude <urn>", "--exclude-dependents", "--ignore-protect", "--diff"];

/** Makes a command reject the options in `UNSUPPORTED` with an error that refers to the Pulumi CLI. */
const rejectUnsupportedOptions = (command: Command): Command => {
  for (const option of UNSUPPORTED.map((flags) => new Option(flags).hideHelp())) {
    command.addOption(option).on(`option:${option.name()}`, () => {
      throw unsupported(`The option --${option.name()}`);
    });
  }
  return command;
};

/** Adds the options of an operation to its command. */
export const addRunOptions = (command: Command, operation: Operation, changesExitCode: number): Command => {
  command
    .option("--expect-no-changes", `exit with code ${changesExitCode} if anything changes`)
    .option("-j, --json", "print one JSON document instead of lines")
    .addOption(new Option("-p, --parallel <count>", "how many resources to process at once").argParser(parseCount));
  for (const option of OPTIONS[operation]) command.addOption(option);
  return rejectUnsupportedOptions(command);
};
