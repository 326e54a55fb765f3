import { createRequire } from "node:module";
import { join } from "node:path";

/** What Pulumi's provider asks for, by the name under which a program has the package. */
const HANDLERS = "pulumi-cybersource-webhooks/handlers.js";

const canResolve = (folder: string): boolean => {
  try {
    createRequire(join(folder, "index.js")).resolve(HANDLERS);
    return true;
  } catch {
    return false;
  }
};

/** Whether Pulumi's own runner, which is the main module of a program's process, runs the program in its folder. */
const isRunByPulumi = (mainFile: string | undefined): boolean =>
  mainFile !== undefined && /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]index\.js$/.test(mainFile);

/**
 * A warning where the provider will not find this package: Pulumi runs it in the program's folder. Such a program got the
 * package from a library of its own. Nothing can be told of an inline program, whose provider runs in another folder.
 */
export const missingInFolder = (folder: string, mainFile: string | undefined): string | undefined =>
  !isRunByPulumi(mainFile) || canResolve(folder)
    ? undefined
    : `cybersource-webhooks: pulumi-cybersource-webhooks is not found from ${folder}, where Pulumi's provider looks for it. ` +
      "Add it to the dependencies of the package.json there, also if a library of yours has it already.";
