import { setImmediate } from "node:timers/promises";
import { type StartTimer } from "../../../verify/index.js";

/** A clock and timers that a test controls. */
export interface VirtualTime {
  readonly now: () => Date;
  /** The time of the clock. */
  readonly clockMs: () => number;
  /** The time of the timers: behind the clock if the process was frozen meanwhile. */
  readonly timerMs: () => number;
  readonly startTimer: StartTimer;
  /** Number of timers that haven't run yet. */
  readonly waiting: () => number;
  /** Moves clock and timers forward. Runs each timer at its time, then the code that waits for it. */
  readonly advance: (ms: number) => Promise<void>;
  /** Moves only the clock, as when a cloud freezes the process or someone sets the clock. */
  readonly moveClock: (ms: number) => void;
}

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

export const createVirtualTime = (startMs: number): VirtualTime => {
  let clockMs = startMs;
  let timerMs = 0;
  const timers = new Set<Timer>();

  const next = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)[0];
  const moveTo = (atMs: number): void => {
    clockMs += atMs - timerMs;
    timerMs = atMs;
  };

  return {
    now: () => new Date(clockMs),
    clockMs: () => clockMs,
    timerMs: () => timerMs,
    waiting: () => timers.size,
    startTimer: (run, ms) => {
      const timer = { atMs: timerMs + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: async (ms) => {
      const untilMs = timerMs + ms;
      await setImmediate();
      for (let timer = next(untilMs); timer !== undefined; timer = next(untilMs)) {
        moveTo(timer.atMs);
        timers.delete(timer);
        timer.run();
        await setImmediate();
      }
      moveTo(untilMs);
    },
    moveClock: (ms) => (clockMs += ms),
  };
};
