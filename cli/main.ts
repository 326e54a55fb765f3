#!/usr/bin/env node
import { CommanderError } from "commander";
import { createProgram, normalizeArguments } from "./program.js";

/** Exit code for invalid usage or an error. If a check fails, the command itself sets exit code 1. */
const INVALID_USAGE = 2;

const endWithError = (message: string): void => {
  console.error(`error: ${message}`);
  // Overrides the exit code that the command set before or sets later.
  process.once("exit", () => {
    process.exitCode = INVALID_USAGE;
  });
};

process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  // Not an error: a reader such as `head` closes the pipe when it has read enough.
  if (code !== "EPIPE") endWithError(`standard output cannot be written: ${message}`);
});
// If error messages can't be written either, only the exit code is left.
process.stderr.on("error", () => undefined);

const main = async (): Promise<void> => {
  const program = createProgram();
  try {
    await program.parseAsync(normalizeArguments(program, process.argv.slice(2)), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : INVALID_USAGE;
      return;
    }
    endWithError(error instanceof Error ? error.message : "unknown");
  }
};

void main();
