/** The time the local platform lives in: it runs on from a base and can be moved. */
export interface Clock {
  now(): Date;
  set(instant: Date): void;
  advance(milliseconds: number): void;
}

/** A clock that runs with `base` until it is set or advanced. */
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
