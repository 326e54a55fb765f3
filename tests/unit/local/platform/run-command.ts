import { afterEach } from "@jest/globals";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { send } from "./harness.js";

const COMMAND = "dist/local/platform/main.js";

/** A running `npm run platform`. */
export interface Run {
  child: ChildProcess;
  lines: string[];
  errors: string[];
  /** The next line of stdout that matches the pattern. It may already have been printed. */
  line: (pattern: RegExp) => Promise<string>;
  /** The exit code, after the command has exited and all of its output has been read. */
  ended: Promise<number | null>;
}

const runs: Run[] = [];
afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.child.kill("SIGKILL");
    await run.ended;
  }
});

/** Starts the command. It is killed after the test. */
export const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Run => {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = lines.find((each) => pattern.test(each));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      void ended.then(() => reject(new Error(`The command ended: ${errors.join("; ")}`)));
      look();
    });
  const started = { child, lines, errors, line, ended };
  runs.push(started);
  return started;
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
