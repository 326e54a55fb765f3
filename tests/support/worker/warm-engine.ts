import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

export interface Order {
  readonly id: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string;
}

export interface Answer {
  readonly id: number;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A process that has loaded the embedded engine and runs one command line after the other, for all test files of a worker.
 * Most of the time of a short run goes into starting the engine and deriving a key from the passphrase. The program and the
 * provider are new processes in every run.
 */
let host: ChildProcess | undefined;
let count = 0;
const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();

const startHost = (): ChildProcess => {
  const started = fork(join(__dirname, "../../e2e/support/engine-host.js"), {
    execArgv: [],
    serialization: "advanced",
  });
  started.on("message", (answer: Answer) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  started.on("exit", () => {
    host = undefined;
    for (const { reject } of waiting.values()) reject(new Error("The process of the engine ended within a run"));
    waiting.clear();
  });
  // A worker that has ended must not wait for it: the process ends by itself once its parent is gone.
  started.unref();
  started.channel?.unref();
  return started;
};

/** Runs a command line of the embedded engine in the warm process. */
export const runWarm = (order: Omit<Order, "id">): Promise<Answer> => {
  const running = (host ??= startHost());
  const id = ++count;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    running.send({ ...order, id });
  });
};

/** Ends the warm process, where there is one. */
export const stopWarmEngine = (): void => {
  host?.removeAllListeners().kill();
  host = undefined;
};
