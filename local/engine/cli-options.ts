import { type Command, Option } from "commander";
import { unsupported } from "./errors.js";

/** Options of the Pulumi CLI that this engine doesn't support. */
const UNSUPPORTED = [
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

/** Makes a command reject the options in `UNSUPPORTED` with an error that refers to the Pulumi CLI. */
export const rejectUnsupportedOptions = (command: Command): Command => {
  for (const option of UNSUPPORTED.map((flags) => new Option(flags).hideHelp())) {
    command.addOption(option).on(`option:${option.name()}`, () => {
      throw unsupported(`The option --${option.name()}`);
    });
  }
  return command;
};
