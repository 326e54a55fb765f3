import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const LINE_TIMEOUT_MS = 5_000;
const POLL_MS = 5;

/** The example's receiver, running in its own process. */
export interface ReceiverProcess {
  readonly origin: string;
  /** What the receiver printed: one line for each notification and each token request. */
  readonly outcomes: readonly string[];
  /** Waits for line number `count`, from 0: the receiver may print it a little after it has answered. */
  readonly outcomeAfter: (count: number) => Promise<string>;
  readonly stop: () => void;
}

/** Starts a receiver program, which prints `listening on PORT` when it is ready. */
export const startReceiver = (
  program: string,
  environment: Readonly<Record<string, string>>,
): Promise<ReceiverProcess> =>
  new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [program], {
      env: { ...process.env, ...environment, PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const outcomes: string[] = [];
    const outcomeAfter = async (count: number): Promise<string> => {
      for (let waitedMs = 0; waitedMs < LINE_TIMEOUT_MS; waitedMs += POLL_MS) {
        const outcome = outcomes[count];
        if (outcome !== undefined) return outcome;
        await sleep(POLL_MS);
      }
      throw new Error("the receiver printed nothing");
    };
    child.on("error", reject).on("exit", (code) => reject(new Error(`the receiver ended with exit code ${code}`)));
    if (child.stdout === null) throw new Error("the receiver has no output");
    createInterface(child.stdout).on("line", (line) => {
      const port = /^listening on (\d+)$/.exec(line)?.[1];
      if (port === undefined) outcomes.push(line);
      else resolve({ origin: `http://127.0.0.1:${port}`, outcomes, outcomeAfter, stop: () => child.kill() });
    });
  });
