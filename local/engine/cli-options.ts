import { type Command, Option } from "commander";
import { unsupported } from "./errors.js";

/** What the commands of the Pulumi CLI take and this engine's do not: what a run works on, and how it is shown. */
const OF_THE_CLI = [
  "-t, --target <urn>",
  "--target-dependents",
  "--exclude <urn>",
  "--exclude-dependents",
  "--replace <urn>",
  "--target-replace <urn>",
  "--run-program",
  "-r, --refresh",
  "--ignore-protect",
  "--diff",
];

/** Has a command refuse the options of the Pulumi CLI that it does not know by an error that says where they work. */
export const refuseOptionsOfTheCli = (command: Command): Command => {
  for (const option of OF_THE_CLI.map((flags) => new Option(flags).hideHelp())) {
    command.addOption(option).on(`option:${option.name()}`, () => {
      throw unsupported(`The option --${option.name()}`);
    });
  }
  return command;
};
