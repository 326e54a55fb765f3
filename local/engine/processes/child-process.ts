import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface ChildOptions {
  /** Arguments of Node.js itself, before the script. */
  readonly nodeArguments?: readonly string[];
  readonly script: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called with each line that the child writes, except empty ones. */
  readonly onLine: (line: string) => void;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  /** Settles when the child has exited and all of its output has been passed on. */
  readonly exit: Promise<Exit>;
  /** Interrupts the child, and kills it if it doesn't exit in time. */
  readonly stop: () => Promise<void>;
}

const STOP_TIMEOUT_MS = 5_000;
const OUTPUT_TIMEOUT_MS = 1_000;
/** Variables that only the engine may have, and those of another Pulumi run. */
const WITHHELD = /^PULUMI_(CONFIG_PASSPHRASE|CONFIG_PASSPHRASE_FILE|ACCESS_TOKEN|CONFIG|CONFIG_SECRET_KEYS|NODEJS_.*)$/;

const childEnvironment = (env: ChildOptions["env"], own: Readonly<Record<string, string>>) =>
  Object.fromEntries([...Object.entries(env).filter(([name]) => !WITHHELD.test(name)), ...Object.entries(own)]);

/** Starts a script with the Node.js of this process. `own` is added to the inherited environment. */
export const startChild = (options: ChildOptions, own: Readonly<Record<string, string>>): Child => {
  // Not `--require`, which would turn off Pulumi's TypeScript support.
  const preload = ["-r", join(__dirname, "preload.js")];
  const child = spawn(
    process.execPath,
    [...(options.nodeArguments ?? []), ...preload, options.script, ...options.arguments],
    {
      cwd: options.cwd,
      env: childEnvironment(options.env, own),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // A ^C in the terminal must reach only this process: it finishes the requests in progress, then stops its
      // children.
      detached: true,
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() !== "") options.onLine(line);
    });
  }
  const exit = new Promise<Exit>((resolve) => {
    // An error means that the child could not be started, so there is no exit code.
    child.on("error", () => resolve({ code: null, signal: null }));
    child.on("close", (code, signal) => resolve({ code, signal }));
    // A process that the child started may keep the child's output open.
    child.on("exit", (code, signal) => setTimeout(() => resolve({ code, signal }), OUTPUT_TIMEOUT_MS).unref());
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // No process of the group is running.
    }
  };
  return {
    exit,
    stop: async () => {
      signalGroup("SIGINT");
      const timer = setTimeout(() => signalGroup("SIGKILL"), STOP_TIMEOUT_MS);
      await exit;
      clearTimeout(timer);
      signalGroup("SIGKILL");
    },
  };
};
