import * as pulumi from "@pulumi/pulumi";

/** Pulumi's entry point for programs; a program of the Automation API that runs in its own process has another one. */
const PROGRAM_RUNNER = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run(?:[\\/]index\.js)?$/;

let isFailing = false;

/** Not before the process ends: Pulumi's SDK would then leave out what it does last, and nothing would be deleted. */
const failAtTheEnd = (): void => {
  if (isFailing || !PROGRAM_RUNNER.test(process.argv[1] ?? "")) return;
  isFailing = true;
  process.on("exit", () => {
    process.exitCode = 1;
  });
};

/**
 * Tells an error on the row of a resource, and fails the run once everything else in it is done: what depends on the
 * resource goes on. An error that is told alone fails the run of an inline program of the Automation API, but not that of
 * the Pulumi CLI, which looks at the exit code of the program's process.
 *
 * A preview only warns: `pulumi up` previews first, and after a preview that fails it does nothing at all.
 */
export const failRun = async (message: string, resource: pulumi.Resource): Promise<void> => {
  if (pulumi.runtime.isDryRun()) {
    await pulumi.log.warn(message, resource);
    return;
  }
  await pulumi.log.error(message, resource);
  failAtTheEnd();
};
