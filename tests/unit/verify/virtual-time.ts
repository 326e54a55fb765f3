import { setImmediate } from "node:timers/promises";
import { type StartTimer } from "../../../verify/index.js";

/** A clock and timers that a test moves. */
export interface VirtualTime {
  readonly now: () => Date;
  /** What the clock shows. */
  readonly clockMs: () => number;
  /** How far the timers have come: less than the clock where the process was frozen. */
  readonly timerMs: () => number;
  readonly startTimer: StartTimer;
  /** Timers that wait. */
  readonly waiting: () => number;
  /** Moves clock and timers; each timer runs at its time, and what waits for it goes on. */
  readonly advance: (ms: number) => Promise<void>;
  /** Moves the clock alone, as where a cloud freezes a process, or somebody sets the clock. */
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
