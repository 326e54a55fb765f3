const MODULUS = 2_147_483_647;

/** Numbers from 0 up to, but never, 1. */
export type Chance = () => number;

/** A row of numbers that a seed repeats: the "minimal standard" generator of Park and Miller, 1988. */
export const createChance = (seed: number): Chance => {
  let state = (Math.abs(Math.trunc(seed)) % (MODULUS - 1)) + 1;
  return () => {
    state = (state * 48_271) % MODULUS;
    return (state - 1) / (MODULUS - 1);
  };
};
