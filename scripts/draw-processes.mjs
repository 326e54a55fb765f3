// Draws docs/images/processes.svg: the processes in a run and in the delivery of a notification, and what they send each
// other. Works in the current folder. With `--check`, writes nothing, and exits with 1 if the picture differs.
import { writeOrCheck } from "./write-or-check.mjs";

const WIDTH = 860;
const HEIGHT = 372;
const BOX = { width: 210, height: 112 };
const LEFT = 16;
const MIDDLE = (WIDTH - BOX.width) / 2;
const RIGHT = WIDTH - LEFT - BOX.width;
const TOP = 16;
const BOTTOM = HEIGHT - TOP - BOX.height;

const BOXES = [
  {
    x: LEFT,
    y: TOP,
    kind: "ours",
    name: "program",
    lines: ["your code and our resource", "classes: provider/webhook-*,", "provider/program/"],
  },
  {
    x: MIDDLE,
    y: TOP,
    kind: "pulumi",
    name: "engine",
    lines: ["the Pulumi CLI, or the", "embedded engine; keeps the", "state, with keys encrypted"],
  },
  {
    x: RIGHT,
    y: TOP,
    kind: "ours",
    name: "provider process",
    lines: ["check, diff, create, …:", "provider/seam/, resources/,", "connection/, api/, auth/"],
  },
  {
    x: MIDDLE,
    y: BOTTOM,
    kind: "ours",
    name: "receiver",
    lines: ["your server, which verifies", "with our key ring:", "verify/"],
  },
  {
    x: RIGHT,
    y: BOTTOM,
    kind: "platform",
    name: "service",
    lines: ["the API of the platform:", "issues and holds the keys,", "sends notifications"],
  },
];

const ROW = TOP + BOX.height / 2;
const LOWER_ROW = BOTTOM + BOX.height / 2;
const GAP = { fromY: TOP + BOX.height, toY: BOTTOM };
const centre = (x) => x + BOX.width / 2;

/** The label of an arrow is above it, or beside it if the arrow is vertical. */
const ARROWS = [
  { from: [LEFT + BOX.width, ROW], to: [MIDDLE, ROW], words: ["registers", "resources"], note: "gRPC" },
  { from: [MIDDLE + BOX.width, ROW], to: [RIGHT, ROW], words: ["calls the", "verbs"], note: "gRPC" },
  {
    from: [centre(RIGHT), GAP.fromY],
    to: [centre(RIGHT), GAP.toY],
    words: ["only create sends:", "one CREATE or STORE", "for each key"],
    note: "HTTPS",
  },
  {
    from: [centre(MIDDLE), GAP.fromY],
    to: [centre(MIDDLE), GAP.toY],
    words: ["verification keys,", "through your vault", "or a stack output"],
    note: "",
  },
  { from: [RIGHT, LOWER_ROW], to: [MIDDLE + BOX.width, LOWER_ROW], words: ["signed", "notifications"], note: "HTTPS" },
];

const text = (x, y, words, kind, anchor = "middle") =>
  `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;

const box = ({ x, y, kind, name, lines }) =>
  [
    `<rect class="${kind}" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6"/>`,
    text(centre(x), y + 28, name, "name"),
    ...lines.map((line, index) => text(centre(x), y + 54 + index * 18, line, "small")),
  ].join("\n  ");

const arrow = ({ from: [x1, y1], to: [x2, y2], words, note }) => {
  const line = `<line class="arrow" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" marker-end="url(#head)"/>`;
  const all = note === "" ? words : [...words, note];
  const kindOf = (index) => (index < words.length ? "small" : "note");
  if (x1 === x2) {
    const first = (y1 + y2) / 2 - (all.length - 1) * 8.5 + 4;
    return [line, ...all.map((word, index) => text(x1 - 12, first + index * 17, word, kindOf(index), "end"))].join(
      "\n  ",
    );
  }
  const above = words.map((word, index) =>
    text((x1 + x2) / 2, y1 - 10 - (words.length - 1 - index) * 17, word, "small"),
  );
  return [line, ...above, text((x1 + x2) / 2, y1 + 20, note, "note")].join("\n  ");
};

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title description">
  <!-- Written by scripts/draw-processes.mjs: change it there. -->
  <title id="title">Processes and what passes between them</title>
  <desc id="description">The program registers resources with the engine. The engine calls the verbs of the provider process and keeps the state. Only create, in the provider process, sends a request to the service: one CREATE or STORE for each key. The engine hands verification keys to the receiver, through a vault or a stack output. The service sends signed notifications to the receiver.</desc>
  <style>
    text { font: 14px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
    .name { font-weight: 600; font-size: 16px; }
    .small { font-size: 13px; }
    .note { font-size: 12px; fill: #59636e; }
    .surface { fill: #ffffff; }
    .ours { fill: #dbe7f6; stroke: #0969da; }
    .pulumi { fill: #eae4f7; stroke: #6639ba; }
    .platform { fill: #d9f0df; stroke: #1a7f37; }
    .arrow { stroke: #59636e; stroke-width: 1.5; }
    .head { fill: #59636e; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; }
      .note { fill: #9198a1; }
      .surface { fill: #0d1117; }
      .ours { fill: #22344d; stroke: #4493f8; }
      .pulumi { fill: #322a4a; stroke: #ab7df8; }
      .platform { fill: #1c3a26; stroke: #3fb950; }
      .arrow { stroke: #9198a1; }
      .head { fill: #9198a1; }
    }
  </style>
  <defs>
    <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0l8 4-8 4z"/></marker>
  </defs>
  <rect class="surface" width="${WIDTH}" height="${HEIGHT}"/>
  ${BOXES.map(box).join("\n  ")}
  ${ARROWS.map(arrow).join("\n  ")}
  ${text(LEFT, BOTTOM + 28, "Blue: code of this package", "note", "start")}
  ${text(LEFT, BOTTOM + 48, "Violet: Pulumi", "note", "start")}
  ${text(LEFT, BOTTOM + 68, "Green: Cybersource, Visa Acceptance", "note", "start")}
</svg>
`;

writeOrCheck("docs/images/processes.svg", svg, "differs: npm run draw");
