import { Command } from "commander";
import { systemErrorCode } from "../system-error.js";

/** Runs a demonstration as a command that takes no arguments; what goes wrong is told in a line. */
export const runDemonstration = (name: string, description: string, main: () => Promise<void>): void => {
  const fail = (reason: string): void => {
    process.stderr.write(`\n${name} failed: ${reason}\n`);
    process.exitCode = 1;
  };
  // A reader that has seen enough, such as `head`, closes the pipe: that is no error.
  process.stdout.on("error", (error: Error) => {
    if (systemErrorCode(error) !== "EPIPE") fail(error.message);
  });
  new Command(name)
    .description(description)
    .action(main)
    .parseAsync()
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
};
