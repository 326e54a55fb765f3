import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

const LONGEST_ERROR = 300;

/** Keeps only the error lines of the Pulumi CLI. They contain no values of the configuration. */
const errorOf = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => line.startsWith("error:"))
    .join(" ")
    .slice(0, LONGEST_ERROR);

/**
 * Runs the Pulumi CLI and returns its output, which may contain secrets in plain text. Don't print it.
 *
 * @param otherwise what else can be done if there's no Pulumi CLI
 * @throws Error with the error lines of the Pulumi CLI
 */
export const runPulumi = async (args: readonly string[], cwd: string | undefined, otherwise = ""): Promise<string> => {
  const name = `pulumi ${args.join(" ")}`;
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", NO_COLOR: "1" };
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve).once("error", () => {
      const where = cwd === undefined ? "" : ` and that the folder ${cwd} exists`;
      reject(new Error(`\`${name}\` cannot be started. Check that the Pulumi CLI is on PATH${where}${otherwise}`));
    });
  });
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (status !== 0) throw new Error(`\`${name}\` failed: ${errorOf(stderr) || `status ${String(status)}`}`);
  return stdout;
};
