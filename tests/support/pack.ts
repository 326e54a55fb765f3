import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project.js";

/** Packs the package that the build installed in node_modules, as a release does. Returns the path of the tarball. */
export const pack = (destination: string): string => {
  const script = process.env.npm_execpath;
  if (script === undefined) throw new Error("Run this through npm");
  const folder = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks");
  const args = [script, "pack", folder, "--ignore-scripts", "--pack-destination", destination];
  const name = execFileSync(process.execPath, args, { cwd: PROJECT_ROOT, encoding: "utf8", stdio: "pipe" }).trim();
  return join(destination, name);
};
