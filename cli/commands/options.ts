import { type Command, InvalidArgumentError, Option } from "commander";

/** Every command that has output in formats takes `--format`, and the `--json` of 0.1.0 for `--format json`. */
export const addFormats = (command: Command, formats: readonly string[]): Command =>
  command
    .addOption(new Option("--format <format>", "what to print").choices(formats).default("table"))
    .addOption(new Option("--json").implies({ format: "json" }).hideHelp());

/** Every command that reads a stack takes it from the project in the current folder, or from that of `--cwd`. */
export const addProjectFolder = (command: Command): Command =>
  command.option("--cwd <folder>", "folder of the Pulumi project; else the current one");

/** Every command that reads the configuration of one stack takes it from the selected one, from another, or from none. */
export const addStack = (command: Command): Command =>
  command
    .option("--stack <name>", "stack, read by the Pulumi CLI; else the selected one")
    .option("--no-stack", "settings of the environment alone");

export const wholeDays = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of days, 0 or more.");
  return Number(text);
};
