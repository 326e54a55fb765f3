const MODULUS = 2_147_483_647;

/** Returns a number from 0 inclusive to 1 exclusive. */
export type Chance = () => number;

/** A pseudo-random sequence that a seed reproduces: the "minimal standard" generator of Park and Miller, 1988. */
export const createChance = (seed: number): Chance => {
  let state = (Math.abs(Math.trunc(seed)) % (MODULUS - 1)) + 1;
  return () => {
    state = (state * 48_271) % MODULUS;
    return (state - 1) / (MODULUS - 1);
  };
};
