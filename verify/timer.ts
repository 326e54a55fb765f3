/** Runs a function after so many milliseconds; returns what stops it. */
export type StartTimer = (run: () => void, ms: number) => () => void;

/** The longest that setTimeout takes, 24 days; it runs at once for more. */
const LONGEST_MS = 2 ** 31 - 1;

/** setTimeout. */
export const startTimer: StartTimer = (run, ms) => {
  const timer = setTimeout(run, Math.min(ms, LONGEST_MS));
  return () => clearTimeout(timer);
};

/**
 * Waits for something, and no longer than so many milliseconds. Each who waits has a timer of its own: Cloudflare Workers
 * end the timers of a request with the request, and others would wait for ever.
 */
export const waitFor = async (ended: Promise<void>, ms: number, start: StartTimer): Promise<void> => {
  let stop = (): void => undefined;
  const isOver = new Promise<void>((resolve) => (stop = start(resolve, ms)));
  try {
    await Promise.race([ended, isOver]);
  } finally {
    stop();
  }
};
