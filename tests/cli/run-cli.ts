import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { PROJECT_ROOT } from "../support/project.js";

/** The command of the installed package. */
export const MAIN = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks/dist/cli/main.js");

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Around {
  readonly env?: Record<string, string>;
  /** Standard input. Default: empty. */
  readonly stdin?: string | Buffer;
  readonly cwd?: string;
}

/** The environment of the tests without the variables that the command reads. Code is compiled once for all runs. */
const ENVIRONMENT = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(CYBERSOURCE_|NODE_OPTIONS|NODE_EXTRA_CA_CERTS)/.test(name)),
  ),
  NODE_COMPILE_CACHE: join(PROJECT_ROOT, ".work/compile-cache"),
};

/** Longer than any command takes. A command that hangs is stopped then, and its status is null. */
const LONGEST_MS = 60_000;

/** Runs Node.js until it ends. */
export const runNode = async (args: readonly string[], { env = {}, stdin = "", cwd }: Around = {}): Promise<Ended> => {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...ENVIRONMENT, ...env },
    stdio: "pipe",
    timeout: LONGEST_MS,
  });
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  // A command that doesn't read standard input may end before everything is written to it.
  child.stdin.on("error", () => undefined).end(stdin);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
};

/** Runs the command until it ends. */
export const runCli = (args: readonly string[], around?: Around): Promise<Ended> => runNode([MAIN, ...args], around);
