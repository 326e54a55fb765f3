import * as pulumi from "@pulumi/pulumi";

/** Pulumi's entry point for programs. Inline programs of the Automation API run in a process with another one. */
const PROGRAM_RUNNER = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/;

let isFailing = false;

/**
 * Makes the program's process exit with 1. The exit code is set only when the process exits: if it were set earlier,
 * Pulumi's SDK would skip its last step, and nothing would be deleted.
 */
const failAtTheEnd = (): void => {
  if (isFailing || !PROGRAM_RUNNER.test(process.argv[1] ?? "")) return;
  isFailing = true;
  process.on("exit", () => {
    process.exitCode = 1;
  });
};

/**
 * Logs an error for a resource, and fails the run after everything else in it is done, including the resources that
 * depend on this one. The logged error alone would fail an inline program of the Automation API, but not a run of the
 * Pulumi CLI, which checks the exit code of the program's process.
 *
 * In a preview it logs a warning instead: `pulumi up` starts with a preview and stops if the preview fails.
 */
export const failRun = async (message: string, resource: pulumi.Resource): Promise<void> => {
  if (pulumi.runtime.isDryRun()) {
    await pulumi.log.warn(message, resource);
    return;
  }
  await pulumi.log.error(message, resource);
  failAtTheEnd();
};
