import { execFileSync } from "node:child_process";
import { delimiter } from "node:path";
import { createScratch } from "../support/project.js";

/** A Pulumi CLI: the PATH to find it on, and its version. */
export interface Cli {
  readonly path: string;
  readonly version: string;
}

const versionOn = (path: string): string | undefined => {
  try {
    const env = { ...process.env, PATH: path, PULUMI_HOME: createScratch("version"), PULUMI_SKIP_UPDATE_CHECK: "true" };
    return execFileSync("pulumi", ["version"], { encoding: "utf8", env, stdio: "pipe" }).trim().replace(/^v/, "");
  } catch {
    return undefined;
  }
};

const minorOf = ({ version }: Cli): number => Number(version.split(".")[1]);

/** The CLIs in `PULUMI_CLIS`, a list of folders like PATH, or by default the one on PATH. The newest is first. */
export const clisThere = (): Cli[] => {
  const path = process.env.PATH ?? "";
  const folders = (process.env.PULUMI_CLIS ?? "").split(delimiter).filter((folder) => folder !== "");
  const paths = folders.length === 0 ? [path] : folders.map((folder) => `${folder}${delimiter}${path}`);
  return paths
    .map((each) => ({ path: each, version: versionOn(each) }))
    .filter((cli): cli is Cli => cli.version !== undefined)
    .sort((one, other) => minorOf(other) - minorOf(one));
};
