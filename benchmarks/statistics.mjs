export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Half of the interquartile range, as a fraction of the median. */
export const spread = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.round((sorted.length - 1) * part)];
  return (at(0.75) - at(0.25)) / 2 / median(values);
};

/** A Markdown table. */
export const tableOf = (header, rows) => {
  const widths = header.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
};

/** Fits y = intercept + slope × x by least squares. */
const fitLine = (points) => {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const slope =
    points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) /
    points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return { slope, intercept: meanY - slope * meanX };
};

/**
 * How time grows with the number of keys: milliseconds at the smallest size and for each additional key, and the
 * exponent b of time = a × keys^b, for the whole time and for the time beyond the smallest size. The latter uses only
 * sizes from 100, because smaller ones say little about it.
 */
export const fitGrowth = (points) => {
  if (points.length < 2) return undefined;
  const [first, ...rest] = points;
  const exponentOf = (list) =>
    list.length < 2 ? undefined : fitLine(list.map(([x, y]) => [Math.log(x), Math.log(y)])).slope;
  const beyond = rest
    .filter(({ keys, ms }) => keys >= 100 && ms > first.ms)
    .map(({ keys, ms }) => [keys - first.keys, ms - first.ms]);
  const largest = points.at(-1);
  return {
    fixedMs: first.ms,
    perKeyMs: (largest.ms - first.ms) / (largest.keys - first.keys),
    exponent: exponentOf(points.map(({ keys, ms }) => [keys, ms])),
    exponentBeyond: exponentOf(beyond),
  };
};
