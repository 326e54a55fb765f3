import { Worker } from "node:worker_threads";

/** After this time a case hangs, even on a busy machine. */
const HANG_MS = 60_000;

/** Kills the process if a case hangs. Nothing else can interrupt the matching of a regular expression. */
export interface Watchdog {
  /** Marks the beginning of the next case. */
  begin(): void;
  stop(): Promise<void>;
}

/** Runs in its own thread, because the thread of the cases is busy. */
const WATCH = `
const { workerData: { cases, hangMs } } = require("node:worker_threads");
let known = -1;
let sinceMs = 0;
setInterval(() => {
  const number = Atomics.load(cases, 0);
  const nowMs = performance.now();
  if (number !== known) [known, sinceMs] = [number, nowMs];
  else if (nowMs - sinceMs > hangMs) {
    require("node:fs").writeSync(2, "case " + number + " of a fuzz test does not end\\n");
    process.kill(process.pid, "SIGKILL");
  }
}, Math.min(500, hangMs / 4));
`;

export const startWatchdog = (hangMs = HANG_MS): Watchdog => {
  const cases = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(WATCH, { eval: true, workerData: { cases, hangMs } });
  worker.unref();
  return {
    begin: () => void Atomics.add(cases, 0, 1),
    stop: async () => {
      await worker.terminate();
    },
  };
};
