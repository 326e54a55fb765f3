import { afterEach } from "@jest/globals";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { runCommandLine } from "../../../../local/platform/command-line.js";
import { send } from "./harness.js";

const COMMAND = "dist/local/platform/main.js";

/** A running `npm run platform`. */
export interface Run {
  lines: string[];
  errors: string[];
  /** The next line of stdout that matches the pattern. It may already have been printed. */
  line: (pattern: RegExp) => Promise<string>;
  /** The exit code, once it is known. */
  ended: Promise<number | null>;
}
/** One in a process of its own. Its exit code is known after it has exited and all of its output has been read. */
export interface ProcessRun extends Run {
  child: ChildProcess;
}

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Collects lines, and waits for one. */
const collectLines = (): Pick<Run, "lines" | "errors" | "line"> & {
  add: (line: string) => void;
  end: () => void;
} => {
  const lines: string[] = [];
  const errors: string[] = [];
  const waiting = new Set<(isOver: boolean) => void>();
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (isOver: boolean) => {
        const found = lines.find((each) => pattern.test(each));
        if (found === undefined && !isOver) return;
        waiting.delete(look);
        if (found === undefined) reject(new Error(`The command ended: ${errors.join("; ")}`));
        else resolve(found);
      };
      waiting.add(look);
      look(false);
    });
  const notify = (isOver: boolean): void => {
    for (const look of waiting) look(isOver);
  };
  const add = (text: string): void => {
    lines.push(text);
    notify(false);
  };
  return { lines, errors, line, add, end: () => notify(true) };
};

/** Runs the command in this process. A platform is stopped after the test. */
export const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Run => {
  const { add, end, ...collected } = collectLines();
  const linesOf = (text: string): string[] => text.replace(/\n$/, "").split("\n");
  const ended = runCommandLine(args, {
    env,
    print: (text) => linesOf(text).forEach(add),
    printError: (text) => void collected.errors.push(...linesOf(text)),
    onStop: (stop) => void stops.push(stop),
  });
  void ended.then((code) => {
    if (code !== 0) end();
  });
  return { ...collected, ended };
};

/** Runs the command in a process of its own, which is killed after the test. */
export const runProcess = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ProcessRun => {
  const { add, end, ...collected } = collectLines();
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  createInterface({ input: child.stdout }).on("line", add);
  createInterface({ input: child.stderr }).on("line", (line) => collected.errors.push(line));
  const ended = once(child, "close").then(([code]) => {
    end();
    return code as number | null;
  });
  stops.push(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { ...collected, child, ended };
};

export const originOf = async ({ line }: Run): Promise<string> => {
  const [, origin = ""] = /Listening on (http:\S+) /.exec(await line(/^Listening on /)) ?? [];
  return origin;
};
export const askAt = (origin: string, body: unknown) =>
  send(`${origin}/kms/egress/v2/keys-sym`, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
