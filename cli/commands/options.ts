import { type Command, InvalidArgumentError, Option } from "commander";

/** Adds `--format`, and the hidden `--json` of 0.1.0 for `--format json`. */
export const addFormats = (command: Command, formats: readonly string[]): Command =>
  command
    .addOption(new Option("--format <format>", "output format").choices(formats).default("table"))
    .addOption(new Option("--json").implies({ format: "json" }).hideHelp());

/** For commands that read a Pulumi project. */
export const addProjectFolder = (command: Command): Command =>
  command.option("--cwd <folder>", "folder of the Pulumi project (default: current)");

/** For commands that send requests through every connection. */
export const addConnections = (command: Command): Command =>
  command
    .option("--organization <ids...>", "organizations to ask about (default: merchantId)")
    .option("--connection <names...>", "connections to use (default: all)");

/** For commands that read the configuration of one stack. */
export const addStack = (command: Command): Command =>
  command
    .option("--stack <name>", "stack to read settings from (default: the selected one)")
    .option("--no-stack", "read settings only from environment variables");

export const wholeDays = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of days, 0 or more.");
  return Number(text);
};
