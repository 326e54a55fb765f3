import { Command } from "commander";
import { systemErrorCode } from "../system-error.js";

/** Runs a demonstration as a command without arguments. If it fails, prints the reason in one line. */
export const runDemonstration = (name: string, description: string, main: () => Promise<void>): void => {
  const fail = (reason: string): void => {
    process.stderr.write(`\n${name} failed: ${reason}\n`);
    process.exitCode = 1;
  };
  // A reader such as `head` closes the pipe when it has read enough: not an error.
  process.stdout.on("error", (error: Error) => {
    if (systemErrorCode(error) !== "EPIPE") fail(error.message);
  });
  new Command(name)
    .description(description)
    .action(main)
    .parseAsync()
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
};
