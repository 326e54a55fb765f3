/** @throws TypeError if an option isn't a number of seconds */
export const requireSeconds = (value: number, name: string): number => {
  if (!Number.isFinite(value) || value < 0) throw new TypeError(`${name} must be a number of seconds, 0 or more`);
  return value;
};
