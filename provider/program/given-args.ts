/**
 * Inputs as they are handed over: a program in JavaScript can leave them out. The provider's check then tells which are
 * missing.
 */
export const givenArgs = <Args extends object>(args: Args | undefined): Partial<Args> => args ?? {};
