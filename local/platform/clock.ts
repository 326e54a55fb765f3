/** The local platform's clock: it runs with a base clock and can be moved. */
export interface Clock {
  now(): Date;
  set(instant: Date): void;
  advance(milliseconds: number): void;
}

/** Creates a clock that shows the time of `base` until it is set or advanced. */
export const createClock = (base: () => Date): Clock => {
  let offsetMs = 0;
  return {
    now: () => new Date(base().getTime() + offsetMs),
    set(instant) {
      offsetMs = instant.getTime() - base().getTime();
    },
    advance(milliseconds) {
      offsetMs += milliseconds;
    },
  };
};
