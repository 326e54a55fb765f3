/** A bar of so many cells. Any time left shows, and only a whole validity fills it. */
export const bar = (percentLeft: number, cells: number): string => {
  const filled = percentLeft <= 0 ? 0 : Math.max(1, Math.floor((percentLeft / 100) * cells));
  return "█".repeat(filled) + "░".repeat(cells - filled);
};
