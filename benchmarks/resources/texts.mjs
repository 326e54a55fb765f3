/** The text of a table cell without a figure. */
export const NONE = "–";

export const seconds = (ms) => `${(ms / 1000).toFixed(ms < 9_950 ? 2 : 1)} s`;
export const milliseconds = (ms) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 9.95e6 ? 1 : 0)} MB`;
export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(2)} kB`;
export const percent = (part) => `± ${(part * 100).toFixed(0)} %`;
export const keysText = (keys) => (keys === 1 ? "1 key" : `${keys.toLocaleString("en")} keys`);
export const ratioText = (summary) =>
  summary === undefined ? "–" : `${summary.median.toFixed(2)} ${percent(summary.spread)}`;
