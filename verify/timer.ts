/** Runs a function after the given time, in milliseconds. Returns a function that stops the timer. */
export type StartTimer = (run: () => void, ms: number) => () => void;

/** The longest delay that setTimeout supports, 24 days. With a longer one it would run the function at once. */
const LONGEST_MS = 2 ** 31 - 1;

export const startTimer: StartTimer = (run, ms) => {
  const timer = setTimeout(run, Math.min(ms, LONGEST_MS));
  return () => clearTimeout(timer);
};

/**
 * Waits for a promise, or until a time limit, in milliseconds. Each call starts its own timer: Cloudflare Workers stop a
 * request's timers when the request ends, so a request that shared another's timer could wait forever.
 */
export const waitFor = async (finished: Promise<void>, ms: number, start: StartTimer): Promise<void> => {
  let stop = (): void => undefined;
  const timedOut = new Promise<void>((resolve) => (stop = start(resolve, ms)));
  try {
    await Promise.race([finished, timedOut]);
  } finally {
    stop();
  }
};
