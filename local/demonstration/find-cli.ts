import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { systemErrorCode } from "../system-error.js";

const TIMEOUT_MS = 30_000;
const VERSION_FORM = /^v?(\d+)\.(\d+)\.\d+/;

const manifestSchema = z.object({ peerDependencies: z.object({ "@pulumi/pulumi": z.string() }) });

/** The oldest CLI version that works with the Pulumi SDK in this package's peerDependencies. */
const oldestVersion = (): string => {
  const text = readFileSync(join(__dirname, "../../../package.json"), "utf8");
  const range = manifestSchema.parse(JSON.parse(text)).peerDependencies["@pulumi/pulumi"];
  return /\d{1,9}\.\d{1,9}\.\d{1,9}/.exec(range)?.[0] ?? "";
};

/** The major and minor version as one comparable number. */
const rankOf = (version: string): number => {
  const [, major = "0", minor = "0"] = VERSION_FORM.exec(version) ?? [];
  return Number(major) * 1_000_000 + Number(minor);
};

/** Finds the `pulumi` on PATH: its version, or why it can't be used, as a phrase to put after "because". */
export const findCli = (
  env: Readonly<Record<string, string | undefined>>,
): { readonly version: string } | { readonly problem: string } => {
  const { status, error, stdout } = spawnSync("pulumi", ["version"], { encoding: "utf8", env, timeout: TIMEOUT_MS });
  if (systemErrorCode(error) === "ENOENT") return { problem: "there is no `pulumi` on PATH" };
  const [version] = VERSION_FORM.exec(status === 0 ? stdout.trim() : "") ?? [];
  if (version === undefined) return { problem: "`pulumi version` does not print a version" };
  const oldest = oldestVersion();
  return rankOf(version) < rankOf(oldest)
    ? { problem: `the \`pulumi\` on PATH is version ${version}, and ${oldest} or later is needed` }
    : { version };
};
