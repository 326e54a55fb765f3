import * as pulumi from "@pulumi/pulumi";

/** Pulumi's entry point for programs; a program of the Automation API that runs in its own process has another one. */
const PROGRAM_RUNNER = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/;

/**
 * Tells an error on the row of a resource, and fails the run once everything else in it is done: what depends on the
 * resource goes on. An error that is told alone fails the run of an inline program of the Automation API, but not that of
 * the Pulumi CLI, which looks at the exit code of the program's process.
 */
export const failRun = async (message: string, resource: pulumi.Resource): Promise<void> => {
  await pulumi.log.error(message, resource);
  if (!PROGRAM_RUNNER.test(process.argv[1] ?? "")) return;
  // Not before the process ends: Pulumi's SDK would then leave out what it does last, and nothing would be deleted.
  process.on("exit", () => {
    process.exitCode = 1;
  });
};
