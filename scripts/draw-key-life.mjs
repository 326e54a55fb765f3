// Draws docs/images/key-life.svg: the life of a key with a validity of 365 days and a renewal window of 30 days, with
// `pulumi up` every night. The state of the key in each hour comes from the function that the provider uses. Works in the
// current folder. With `--check`, writes nothing, and exits with 1 if the picture differs.
import { assess, isDue } from "../dist/provider/resources/key/expiry.js";
import { overlap } from "../dist/provider/resources/verification-keys/overlap.js";
import { DEFAULT_OVERLAP_DAYS } from "../dist/provider/resources/verification-keys/table.js";
import { writeOrCheck } from "./write-or-check.mjs";

const FILE = "docs/images/key-life.svg";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const VALIDITY_DAYS = 365;
const RENEW_BEFORE_DAYS = 30;
/** The hour in which the nightly run starts. These runs issue the keys. */
const RUN_HOUR = 2;
const LAST_DAY = 380;

const ISSUED_MS = Date.UTC(2027, 0, 1, RUN_HOUR);
const at = (day) => new Date(ISSUED_MS + day * DAY_MS);
const key = (issuedDay) => ({
  submitTimeUtc: at(issuedDay).toISOString(),
  expirationDate: at(issuedDay + VALIDITY_DAYS).toISOString(),
  renewBeforeDays: RENEW_BEFORE_DAYS,
});
const firstDay = (isWanted, fromDay) => {
  for (let hour = 0; ; hour += 1) if (isWanted(fromDay + hour / 24)) return fromDay + hour / 24;
};

const first = key(0);
const stateOn = (day) => assess(first, at(day));
const dueDay = firstDay((day) => isDue(stateOn(day)), 0);
const expiredDay = firstDay((day) => stateOn(day).state === "expired", dueDay);
// The key was issued a moment after its run started. So at the same hour it isn't due yet, and the next night's run renews it.
const renewedDay = Math.floor(dueDay) + 1;
const second = key(renewedDay);
const heldWhenRenewed = overlap(
  [{ keyId: "first", ...first }],
  { keyId: "second", ...second },
  DEFAULT_OVERLAP_DAYS,
  at(renewedDay),
);
const heldOn = (day) => overlap(heldWhenRenewed, { keyId: "second", ...second }, DEFAULT_OVERLAP_DAYS, at(day));
const droppedDay = firstDay((day) => heldOn(day).length === 1, renewedDay);

// The scale has a break: it leaves out the months in which nothing happens.
const LEFT = 118;
const BREAK = { fromDay: 12, toDay: 318, x: 196, width: 16 };
const PX_PER_DAY = (690 - BREAK.x - BREAK.width) / (LAST_DAY - BREAK.toDay);
const x = (day) =>
  day <= BREAK.fromDay
    ? LEFT + (day / BREAK.fromDay) * (BREAK.x - LEFT)
    : BREAK.x + BREAK.width + (day - BREAK.toDay) * PX_PER_DAY;
const px = (number) => String(Math.round(number * 10) / 10);

const ROW = { key1: 78, key2: 134, receiver: 190 };
const BAR = 26;
const FOOT = 236;

const bar = (kind, fromDay, toDay, y) =>
  `<rect class="${kind}" x="${px(x(fromDay))}" y="${y}" width="${px(x(toDay) - x(fromDay))}" height="${BAR}"/>`;
const text = (textX, y, anchor, words, kind = "") =>
  `<text x="${px(textX)}" y="${y}" text-anchor="${anchor}"${kind === "" ? "" : ` class="${kind}"`}>${words}</text>`;
const middle = (fromDay, toDay, y, words, kind) => text((x(fromDay) + x(toDay)) / 2, y + 17, "middle", words, kind);
const mark = (day, name, when, anchor) =>
  [
    `<line class="mark" x1="${px(x(day))}" y1="56" x2="${px(x(day))}" y2="${FOOT - 14}"/>`,
    text(x(day) + { start: -1, middle: 0, end: 4 }[anchor], 32, anchor, name, "name"),
    text(x(day) + { start: -1, middle: 0, end: 4 }[anchor], 48, anchor, when, "when"),
  ].join("\n  ");

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 ${FOOT + 26}" width="700" height="${FOOT + 26}" role="img" aria-labelledby="title description">
  <!-- Written by scripts/draw-key-life.mjs from provider/resources/key/expiry.ts: change it there. -->
  <title id="title">The life of a key</title>
  <desc id="description">A key of ${VALIDITY_DAYS} days with renewBeforeDays ${RENEW_BEFORE_DAYS} is due on day ${dueDay}. The next nightly run renews it. A receiver holds both keys until day ${droppedDay}; the first key expires on day ${expiredDay}.</desc>
  <style>
    text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
    .name { font-weight: 600; }
    .when { fill: #59636e; }
    .valid { fill: #b4d8bd; }
    .due { fill: #f2cc8f; }
    .over { fill: #e1e4e8; }
    .both { fill: #b6d0f2; }
    .one { fill: #dbe7f6; }
    .mark { stroke: #59636e; stroke-dasharray: 3 3; }
    .axis { stroke: #59636e; }
    .gap { fill: #ffffff; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; }
      .when { fill: #9198a1; }
      .valid { fill: #2a5e3b; }
      .due { fill: #7d5a17; }
      .over { fill: #3d444d; }
      .both { fill: #2b5288; }
      .one { fill: #22344d; }
      .mark, .axis { stroke: #9198a1; }
      .gap { fill: #0d1117; }
    }
  </style>
  <rect class="gap" width="700" height="${FOOT + 26}"/>
  ${text(8, ROW.key1 + 17, "start", "first key", "name")}
  ${text(8, ROW.key2 + 17, "start", "second key", "name")}
  ${text(8, ROW.receiver + 17, "start", "receiver", "name")}
  ${bar("valid", 0, dueDay, ROW.key1)}
  ${bar("due", dueDay, expiredDay, ROW.key1)}
  ${bar("over", expiredDay, LAST_DAY, ROW.key1)}
  ${bar("valid", renewedDay, LAST_DAY, ROW.key2)}
  ${bar("one", 0, renewedDay, ROW.receiver)}
  ${bar("both", renewedDay, droppedDay, ROW.receiver)}
  ${bar("one", droppedDay, LAST_DAY, ROW.receiver)}
  ${middle(BREAK.toDay, dueDay, ROW.key1, "valid")}
  ${middle(dueDay, expiredDay, ROW.key1, "inside its window")}
  ${middle(expiredDay, LAST_DAY, ROW.key1, "expired")}
  ${middle(renewedDay, LAST_DAY, ROW.key2, "valid")}
  ${middle(BREAK.toDay, renewedDay, ROW.receiver, "first key")}
  ${middle(renewedDay, droppedDay, ROW.receiver, "overlap: both keys")}
  ${middle(droppedDay, LAST_DAY, ROW.receiver, "second key")}
  ${mark(0, "issued", "day 0", "start")}
  ${mark(dueDay, "due", `day ${dueDay}`, "end")}
  ${mark(renewedDay, "renewed", "by the next run", "start")}
  ${mark(expiredDay, "expired", `day ${expiredDay}`, "start")}
  <line class="axis" x1="${LEFT}" y1="${FOOT - 14}" x2="${px(x(LAST_DAY))}" y2="${FOOT - 14}"/>
  <rect class="gap" x="${BREAK.x}" y="60" width="${BREAK.width}" height="${FOOT - 66}"/>
  ${text(BREAK.x + BREAK.width / 2, FOOT + 6, "middle", "10 months", "when")}
  ${text(x(LAST_DAY), FOOT + 6, "end", `${VALIDITY_DAYS} days, renewBeforeDays ${RENEW_BEFORE_DAYS}, overlapDays ${DEFAULT_OVERLAP_DAYS}, a run every night`, "when")}
</svg>
`;

writeOrCheck(FILE, svg, "differs from provider/resources/key/expiry.ts: npm run draw");
