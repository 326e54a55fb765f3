#!/usr/bin/env node
import { CommanderError } from "commander";
import { createProgram } from "./program.js";

/** A check failed: 1, by the command itself. Wrong use, or an error: 2. */
const WRONG_USE = 2;

// A reader that has seen enough, such as `head`, closes the pipe: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const main = async (): Promise<void> => {
  try {
    await createProgram().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
      return;
    }
    console.error(`error: ${error instanceof Error ? error.message : "unknown"}`);
    process.exitCode = WRONG_USE;
  }
};

void main();
