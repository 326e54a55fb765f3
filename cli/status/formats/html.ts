import {
  countsByState,
  daysText,
  type KeyStatus,
  kindText,
  nextUpText,
  stackText,
  stateText,
  type StatusReport,
  summaryText,
  urgencyOf,
} from "../key-status.js";
import { escapeHtml } from "./escape-html.js";
import { STYLE } from "./html-style.js";
import { timeLine } from "./time-line.js";

const CELLS: readonly (readonly [title: string, text: (key: KeyStatus) => string])[] = [
  ["key", ({ name }) => name],
  ["stack", stackText],
  ["kind", kindText],
  ["organization", ({ organizationId }) => organizationId],
  ["host", ({ host }) => host ?? "-"],
  ["state", stateText],
  ["days left", daysText],
  ["next up", nextUpText],
];

/** On a phone each row is a card, and the title of a column stands beside its cell. */
const tableRow = (key: KeyStatus): string => {
  const cells = CELLS.map(([title, text]) => `<td data-title="${title}">${escapeHtml(text(key))}</td>`);
  return `<tr class="${urgencyOf(key)}">${cells.join("")}</tr>`;
};

const tiles = (report: StatusReport): string =>
  countsByState(report)
    .filter(({ state, number }) => number > 0 || state === "valid")
    .map(({ state, number }) => `<li class="${state}"><b>${number}</b> ${state}</li>`)
    .join("");

/** The report as one page that loads nothing. */
export const renderHtml = (report: StatusReport): string => {
  const { keys, asOf } = report;
  const head = CELLS.map(([title]) => `<th scope="col">${title}</th>`).join("");
  const body =
    keys.length === 0
      ? ""
      : `<h2>Time line</h2>
<p class="legend"><span class="swatch life"></span> in use <span class="swatch window"></span> renewal window</p>
${timeLine(keys)}
<h2>Keys</h2>
<table><thead><tr>${head}</tr></thead><tbody>
${keys.map(tableRow).join("\n")}
</tbody></table>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Webhook keys</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Webhook keys</h1>
<p>${escapeHtml(summaryText(report))} As of ${asOf}.</p>
<ul class="tiles">${tiles(report)}</ul>
${body}
</body>
</html>
`;
};
