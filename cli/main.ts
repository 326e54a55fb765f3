#!/usr/bin/env node
import { CommanderError } from "commander";
import { createProgram, meantArguments } from "./program.js";

/** A check failed: 1, by the command itself. Wrong use, or an error: 2. */
const WRONG_USE = 2;

const endWithError = (message: string): void => {
  console.error(`error: ${message}`);
  // Whatever the command finds: what it says does not arrive.
  process.once("exit", () => {
    process.exitCode = WRONG_USE;
  });
};

process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  // A reader that has seen enough, such as `head`, closes the pipe: that is no error.
  if (code !== "EPIPE") endWithError(`standard output cannot be written: ${message}`);
});
// Where messages cannot be written, the exit code is all that is left.
process.stderr.on("error", () => undefined);

const main = async (): Promise<void> => {
  const program = createProgram();
  try {
    await program.parseAsync(meantArguments(program, process.argv.slice(2)), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
      return;
    }
    endWithError(error instanceof Error ? error.message : "unknown");
  }
};

void main();
