import { createRequire } from "node:module";
import { join } from "node:path";

/** The module that the provider process imports, through the name of the package. */
const HANDLERS = "pulumi-cybersource-webhooks/handlers.js";

const canResolve = (folder: string): boolean => {
  try {
    createRequire(join(folder, "index.js")).resolve(HANDLERS);
    return true;
  } catch {
    return false;
  }
};

/** Whether the program runs in a process that Pulumi started. Pulumi's runner is the main module of such a process. */
const isRunByPulumi = (mainFile: string | undefined): boolean =>
  mainFile !== undefined && /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]index\.js$/.test(mainFile);

/**
 * A warning if the provider process won't find this package: Pulumi runs that process in the program's folder, and the
 * program may have the package only through a library that it uses. Undefined for an inline program, because its provider
 * process runs in another folder, which isn't known here.
 */
export const missingInFolder = (folder: string, mainFile: string | undefined): string | undefined =>
  !isRunByPulumi(mainFile) || canResolve(folder)
    ? undefined
    : `cybersource-webhooks: can't find pulumi-cybersource-webhooks from ${folder}, where Pulumi's provider process looks for it. ` +
      "Add it to the dependencies of the package.json in that folder, even if a library that you use depends on it already.";
