/** Draws lines of a terminal as an SVG picture with light and dark mode, and reads the lines from such a picture. */

const COLUMNS = 118;
const FONT_PX = 12;
const COLUMN_PX = 7.23;
const LINE_PX = 17;
const PADDING_PX = 16;
const BAR_PX = 34;

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The color of a line: by its beginning, it's a command or a step of Pulumi. */
const KINDS = [
  ["command", /^\$ /],
  ["replace", /^ (?:\+\+|\+-) /],
  ["change", /^ ~ /],
  ["remove", /^ -- /],
  ["total", /^ {4}(?:~ |\+-)\d/],
  ["heading", /^[A-Z]\w+(?: \([\w-]+\))?:$|^STACK /],
];
const kindOf = (line) => KINDS.find(([, pattern]) => pattern.test(line))?.[0] ?? "plain";

/** Splits a line that is too long into rows, after spaces. */
const rowsOf = (line) => {
  if (line.length <= COLUMNS) return [line];
  const end = line.lastIndexOf(" ", COLUMNS - 1) + 1 || COLUMNS;
  return [line.slice(0, end), ...rowsOf(line.slice(end))];
};

const LINE = /<text class="line [a-z]+"[^>]*>(.*)<\/text>/g;
const ROW = /<tspan[^>]*>([^<]*)<\/tspan>/g;

/** The lines of a picture drawn by `drawTerminal`. */
export const linesOf = (picture) =>
  [...picture.matchAll(LINE)].map(([, rows]) => [...rows.matchAll(ROW)].map(([, text]) => unescape(text)).join(""));

export const drawTerminal = ({ source, title, description, lines }) => {
  let row = 0;
  const texts = lines.map((line) => {
    const rows = rowsOf(line).map((text) => {
      const y = BAR_PX + PADDING_PX + row * LINE_PX + FONT_PX - 2;
      row += 1;
      return `<tspan x="${PADDING_PX}" y="${y}">${escape(text)}</tspan>`;
    });
    return `<text class="line ${kindOf(line)}" xml:space="preserve">${rows.join("")}</text>`;
  });
  const width = Math.ceil(COLUMNS * COLUMN_PX + 2 * PADDING_PX);
  const height = BAR_PX + 2 * PADDING_PX + row * LINE_PX;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
  <!-- Written by ${source}: change it there. -->
  <title id="title">${escape(title)}</title>
  <desc id="description">${escape(description)}</desc>
  <style>
    text { font: ${FONT_PX}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; fill: #1f2328; white-space: pre; }
    .title { fill: #59636e; }
    .window { fill: #ffffff; stroke: #d1d9e0; }
    .bar { fill: #f6f8fa; }
    .rule { stroke: #d1d9e0; }
    .dot { fill: #d1d9e0; }
    .command, .heading { font-weight: 600; }
    .replace, .total { fill: #7d4e00; }
    .change { fill: #0550ae; }
    .remove { fill: #a40e26; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .title { fill: #9198a1; }
      .window { fill: #0d1117; stroke: #3d444d; }
      .bar { fill: #151b23; }
      .rule { stroke: #3d444d; }
      .dot { fill: #3d444d; }
      .replace, .total { fill: #e3b341; }
      .change { fill: #79c0ff; }
      .remove { fill: #ff9492; }
    }
  </style>
  <rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
  <path class="bar" d="M1 ${BAR_PX}V9a8 8 0 0 1 8-8H${width - 9}a8 8 0 0 1 8 8V${BAR_PX}z"/>
  <line class="rule" x1="1" y1="${BAR_PX}" x2="${width - 1}" y2="${BAR_PX}"/>
  ${[18, 36, 54].map((x) => `<circle class="dot" cx="${x}" cy="${BAR_PX / 2}" r="5.5"/>`).join("\n  ")}
  <text class="title" x="${width / 2}" y="${BAR_PX / 2 + 4}" text-anchor="middle">${escape(title)}</text>
  ${texts.join("\n  ")}
</svg>
`;
};
