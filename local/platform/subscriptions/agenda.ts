import { type Clock } from "../clock.js";

/** What the local platform does by itself, in the time of its clock. */
export interface Agenda {
  /** Runs a task; rejects if it fails, or if the agenda ends while it waits. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Waits, within a task, until the clock has reached an instant; rejects if the agenda ends before. */
  until(instant: Date): Promise<void>;
  /** Resumes the tasks that have become due. */
  wake(): void;
  /** Resolves once each task has ended or waits for an instant in the future. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly dueMs: number;
  readonly resume: () => void;
  readonly end: () => void;
}

/** Longest delay that a timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Creates an agenda that ends when `signal` aborts. Call `wake` whenever the clock was set or moved. */
export const createAgenda = (clock: Pick<Clock, "now">, signal: AbortSignal): Agenda => {
  const waiting = new Set<Waiting>();
  let active = 0;
  let whenSettled: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  const pause = (): void => {
    active -= 1;
    if (active > 0) return;
    const resolvers = whenSettled;
    whenSettled = [];
    for (const resolve of resolvers) resolve();
  };

  const setTimer = (): void => {
    clearTimeout(timer);
    if (waiting.size === 0 || signal.aborted) return;
    const dueMs = Math.min(...[...waiting].map((each) => each.dueMs));
    const delayMs = Math.min(Math.max(1, dueMs - clock.now().getTime()), LONGEST_TIMER_MS);
    timer = setTimeout(wake, delayMs).unref();
  };

  const wake = (): void => {
    const nowMs = clock.now().getTime();
    const due = [...waiting].filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    for (const each of due) {
      waiting.delete(each);
      active += 1;
      each.resume();
    }
    setTimer();
  };

  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    for (const each of waiting) {
      waiting.delete(each);
      active += 1;
      each.end();
    }
  });

  return {
    async run(task) {
      active += 1;
      try {
        return await task();
      } finally {
        pause();
      }
    },
    async until(instant) {
      signal.throwIfAborted();
      const dueMs = instant.getTime();
      if (dueMs <= clock.now().getTime()) return;
      const waited = new Promise<void>((resume, reject) => {
        waiting.add({ dueMs, resume, end: () => reject(signal.reason as Error) });
      });
      setTimer();
      pause();
      await waited;
    },
    wake,
    settled: () => (active === 0 ? Promise.resolve() : new Promise((resolve) => whenSettled.push(resolve))),
  };
};
