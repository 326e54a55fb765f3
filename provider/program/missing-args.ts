/** A program in JavaScript can leave out inputs, or all of them. The provider's check then reports which are missing. */
export const emptyIfMissing = <Args extends object>(args: Args | undefined): Partial<Args> => args ?? {};
