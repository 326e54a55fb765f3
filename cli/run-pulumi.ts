import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

const LONGEST_ERROR = 300;

/** The CLI's own words for what went wrong; nothing but its error lines, which hold no value. */
const errorOf = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => line.startsWith("error:"))
    .join(" ")
    .slice(0, LONGEST_ERROR);

/**
 * Runs the Pulumi CLI and returns what it printed, in memory: it may hold secrets in the clear.
 *
 * @throws Error with the CLI's own error lines
 */
export const runPulumi = async (args: readonly string[], cwd: string | undefined): Promise<string> => {
  const name = `pulumi ${args.join(" ")}`;
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", NO_COLOR: "1" };
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve).once("error", () => {
      const where = cwd === undefined ? "" : `, and whether the folder ${cwd} exists`;
      reject(new Error(`\`${name}\` cannot be started: check that the Pulumi CLI is on PATH${where}`));
    });
  });
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (status !== 0) throw new Error(`\`${name}\` failed: ${errorOf(stderr) || `status ${String(status)}`}`);
  return stdout;
};
