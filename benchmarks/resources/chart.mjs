const WIDTH = 720;
const LABELS = 90;
const VALUES = 150;
const BAR = 18;
const GAP = 6;
const GROUP_GAP = 16;
const HEADER = 44;

const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.title { font-size: 15px; font-weight: 600; }
.group { font-weight: 600; }
.bar { fill: #8c959f; }
.ours { fill: #0969da; }
.floor { fill: #d0d7de; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .bar { fill: #6e7681; }
  .ours { fill: #58a6ff; }
  .floor { fill: #30363d; }
}`;

const escaped = (text) =>
  String(text).replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]);

const classOf = (name) => (["ours", "floor"].includes(name) ? name : "bar");

/**
 * A chart of horizontal bars, in groups.
 *
 * @param groups each `{ label, bars: [{ name, value, text }] }`
 */
export const barChart = ({ title, groups }) => {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)), Number.MIN_VALUE);
  const scale = (WIDTH - LABELS - VALUES) / most;
  const lines = [];
  let y = HEADER;
  for (const { label, bars } of groups) {
    if (label !== "") {
      lines.push(`<text class="group" x="8" y="${y + 12}">${escaped(label)}</text>`);
      y += BAR + 2;
    }
    for (const { name, value, text } of bars) {
      const width = Math.max(1, value * scale).toFixed(1);
      lines.push(
        `<text x="8" y="${y + 13}">${escaped(name)}</text>`,
        `<rect class="${classOf(name)}" x="${LABELS}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
        `<text x="${(LABELS + Number(width) + 6).toFixed(1)}" y="${y + 13}">${escaped(text)}</text>`,
      );
      y += BAR + GAP;
    }
    y += GROUP_GAP;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<text class="title" x="8" y="22">${escaped(title)}</text>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
};
