import { type KeyStatus, kindText, nextUpText, stackText, stateText, urgencyOf } from "../key-status.js";
import { escapeHtml } from "./escape-html.js";

const ROW_HEIGHT = 46;
const HEAD_HEIGHT = 26;
const LABEL_Y = 18;
const BAR_Y = 26;
const BAR_HEIGHT = 10;
/** Maximum width of a label, in percent. The days take the rest of the line. */
const LABEL_PERCENT = 70;
const SHORTEST_AXIS_DAYS = 30;
/** The end of keys with a longer validity isn't shown, because only the near future matters. */
const LONGEST_AXIS_DAYS = 1100;
const STEPS_DAYS = [7, 30, 90, 180, 365];
const MOST_TICKS = 5;

const axisDaysOf = (keys: readonly KeyStatus[]): number =>
  keys.reduce(
    (longest, { daysLeft = 0 }) => Math.max(longest, Math.min(daysLeft, LONGEST_AXIS_DAYS)),
    SHORTEST_AXIS_DAYS,
  );

const ticksOf = (axisDays: number): number[] => {
  const step = STEPS_DAYS.find((days) => axisDays / days <= MOST_TICKS) ?? LONGEST_AXIS_DAYS;
  return Array.from({ length: Math.floor(axisDays / step) + 1 }, (_, index) => index * step);
};

const percent = (days: number, axisDays: number): number =>
  Math.round((Math.min(Math.max(days, 0), axisDays) / axisDays) * 1000) / 10;

const inDays = (daysLeft: number | undefined): string => {
  if (daysLeft === undefined) return "no date";
  if (daysLeft < 0) return `expired`;
  return daysLeft === 1 ? "1 day" : `${daysLeft} days`;
};

const tick = (days: number, axisDays: number, height: number): string => {
  const x = percent(days, axisDays);
  const anchor = days === 0 ? "start" : x > 95 ? "end" : "middle";
  const label = days === 0 ? "today" : `${days} d`;
  return (
    `<line class="grid" x1="${x}%" x2="${x}%" y1="${HEAD_HEIGHT - 6}" y2="${height}"/>` +
    `<text class="tick" x="${x}%" y="14" text-anchor="${anchor}">${label}</text>`
  );
};

const bars = (key: KeyStatus, axisDays: number): string => {
  const { daysLeft = 0, daysUntilDue = 0 } = key;
  const rect = (name: string, from: number, to: number): string =>
    to <= from
      ? ""
      : `<rect class="${name}" x="${from}%" width="${Math.round((to - from) * 10) / 10}%" y="${BAR_Y}" height="${BAR_HEIGHT}" rx="3"/>`;
  const due = percent(daysUntilDue, axisDays);
  const end = percent(daysLeft, axisDays);
  const arrow = daysLeft > axisDays ? `<text class="more" x="100%" y="${BAR_Y + 9}" text-anchor="end">▶</text>` : "";
  // An expired key still gets a mark at today.
  const mark = end === 0 ? rect("life", 0, 0.8) : "";
  return rect("track", 0, 100) + rect("life", 0, due) + rect("window", due, end) + mark + arrow;
};

const keyRow = (key: KeyStatus, index: number, axisDays: number): string => {
  const name = `${stackText(key)} ${key.name}`;
  const title = `${name}, ${kindText(key)} of ${key.organizationId}: ${stateText(key)}, ${inDays(key.daysLeft)}; the next pulumi up ${nextUpText(key)}`;
  return (
    `<svg class="${urgencyOf(key)}" y="${HEAD_HEIGHT + index * ROW_HEIGHT}" width="100%" height="${ROW_HEIGHT}">` +
    `<title>${escapeHtml(title)}</title>` +
    `<svg width="${LABEL_PERCENT}%" height="${BAR_Y}"><text y="${LABEL_Y}"><tspan class="name">${escapeHtml(key.name)}</tspan> ` +
    `<tspan class="stack">${escapeHtml(stackText(key))}<tspan class="kind"> · ${kindText(key)}</tspan></tspan></text></svg>` +
    `<text class="days" x="100%" y="${LABEL_Y}" text-anchor="end">${inDays(key.daysLeft)}</text>` +
    `${bars(key, axisDays)}</svg>`
  );
};

/**
 * A time line of all keys, starting today. It has no view box, so that text keeps its size on a phone: horizontal positions
 * are in percent.
 */
export const timeLine = (keys: readonly KeyStatus[]): string => {
  const axisDays = axisDaysOf(keys);
  const height = HEAD_HEIGHT + keys.length * ROW_HEIGHT;
  const ticks = ticksOf(axisDays).map((days) => tick(days, axisDays, height));
  const rows = keys.map((key, index) => keyRow(key, index, axisDays));
  return `<svg class="line" width="100%" height="${height}" role="img" aria-label="Days left of every key, from today">
<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stripe" width="3" height="6"/></pattern></defs>
${ticks.join("\n")}
${rows.join("\n")}
</svg>`;
};
