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
  /** Called with each line that the child writes; empty lines are left out. */
  readonly onLine: (line: string) => void;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  /** Settles once the child has ended and all that it wrote was passed on. */
  readonly exit: Promise<Exit>;
  /** Asks the child to end, and ends it when it has not done so in time. */
  readonly stop: () => Promise<void>;
}

const STOP_TIMEOUT_MS = 5_000;
const OUTPUT_TIMEOUT_MS = 1_000;
/** What belongs to the engine alone, and what would make the child take itself for another run. */
const WITHHELD = /^PULUMI_(CONFIG_PASSPHRASE|CONFIG_PASSPHRASE_FILE|ACCESS_TOKEN|CONFIG|CONFIG_SECRET_KEYS|NODEJS_.*)$/;

const childEnvironment = (env: ChildOptions["env"], own: Readonly<Record<string, string>>) =>
  Object.fromEntries([...Object.entries(env).filter(([name]) => !WITHHELD.test(name)), ...Object.entries(own)]);

/** Starts a Node.js script with this process's own Node.js; `own` is its environment beside what is inherited. */
export const startChild = (options: ChildOptions, own: Readonly<Record<string, string>>): Child => {
  // `--require` would make Pulumi's TypeScript support stand back; `-r` does not.
  const preload = ["-r", join(__dirname, "preload.js")];
  const child = spawn(
    process.execPath,
    [...(options.nodeArguments ?? []), ...preload, options.script, ...options.arguments],
    {
      cwd: options.cwd,
      env: childEnvironment(options.env, own),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // A ^C in the terminal is for this process, which lets requests in flight end before it stops its children.
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
    // An error means that the child could not even start: then there is no exit code either.
    child.on("error", () => resolve({ code: null, signal: null }));
    child.on("close", (code, signal) => resolve({ code, signal }));
    // A process that the child left behind may hold the child's output open.
    child.on("exit", (code, signal) => setTimeout(() => resolve({ code, signal }), OUTPUT_TIMEOUT_MS).unref());
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // Nobody of the group is left.
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
