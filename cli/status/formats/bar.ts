/** A bar of the given number of cells. Has at least one filled cell if any time is left, and is full only at 100 %. */
export const bar = (percentLeft: number, cells: number): string => {
  const filled = percentLeft <= 0 ? 0 : Math.max(1, Math.floor((percentLeft / 100) * cells));
  return "█".repeat(filled) + "░".repeat(cells - filled);
};
