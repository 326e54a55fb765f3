import {
  countsByState,
  daysText,
  type KeyStatus,
  kindText,
  nextUpText,
  stackText,
  stateText,
  type StatusReport,
  urgencyOf,
} from "../key-status.js";
import { countsByStatus, summaryText } from "../summary.js";
import {
  earlierKeysText,
  verificationStateText,
  verificationUrgencyOf,
  type VerificationKeysStatus,
} from "../verification-keys-status.js";
import {
  subscriptionStateText,
  type SubscriptionStatus,
  subscriptionUrgencyOf,
  toDoText,
} from "../subscription-status.js";
import { escapeHtml } from "./escape-html.js";
import { STYLE } from "./html-style.js";
import { timeLine } from "./time-line.js";

type Cells<Row> = readonly (readonly [title: string, text: (row: Row) => string])[];

const KEY_CELLS: Cells<KeyStatus> = [
  ["key", ({ name }) => name],
  ["stack", stackText],
  ["kind", kindText],
  ["organization", ({ organizationId }) => organizationId],
  ["host", ({ host }) => host ?? "-"],
  ["state", stateText],
  ["days left", daysText],
  ["next up", nextUpText],
];

const VERIFICATION_CELLS: Cells<VerificationKeysStatus> = [
  ["verification keys", ({ name }) => name],
  ["stack", stackText],
  ["earlier keys", earlierKeysText],
  ["state", verificationStateText],
];

const SUBSCRIPTION_CELLS: Cells<SubscriptionStatus> = [
  ["subscription", ({ name }) => name],
  ["stack", stackText],
  ["organization", ({ organizationId }) => organizationId],
  ["host", ({ host }) => host],
  ["receiver", ({ webhookOrigin }) => webhookOrigin],
  ["state", subscriptionStateText],
  ["to do", toDoText],
];

/** On a phone, each row is a card, with the title of the column next to each cell. */
const table = <Row>(cells: Cells<Row>, rows: readonly Row[], urgency: (row: Row) => string, kind: string): string => {
  const head = cells.map(([title]) => `<th scope="col">${title}</th>`).join("");
  const body = rows.map((row) => {
    const texts = cells.map(([title, text]) => `<td data-title="${title}">${escapeHtml(text(row))}</td>`);
    return `<tr class="${urgency(row)}">${texts.join("")}</tr>`;
  });
  return `<table class="${kind}"><thead><tr>${head}</tr></thead><tbody>
${body.join("\n")}
</tbody></table>`;
};

const tile = (tone: string, number: number, text: string): string =>
  `<li class="${tone}"><b>${number}</b> ${text}</li>`;

const keyTiles = (report: StatusReport): string =>
  countsByState(report)
    .filter(({ state, number }) => number > 0 || state === "valid")
    .map(({ state, number }) => tile(state, number, state))
    .join("");

/** The color of a status is that of its most urgent subscription. */
const subscriptionTiles = ({ subscriptions }: StatusReport): string =>
  countsByStatus(subscriptions)
    .map(({ status, number }) => {
      const first = subscriptions.find((subscription) => subscription.status === status);
      return tile(first === undefined ? "fine" : subscriptionUrgencyOf(first), number, status);
    })
    .join("");

/** The report as an HTML page that loads no other files. */
export const renderHtml = (report: StatusReport): string => {
  const { keys, verificationKeys, subscriptions, asOf } = report;
  const keysPart =
    keys.length === 0
      ? ""
      : `<h2>Time line</h2>
<p class="legend"><span class="swatch life"></span> in use <span class="swatch window"></span> renewal window</p>
${timeLine(keys)}
<h2>Keys</h2>
${table(KEY_CELLS, keys, urgencyOf, "keys")}`;
  const verificationPart =
    verificationKeys.length === 0
      ? ""
      : `<h2>Verification keys</h2>
${table(VERIFICATION_CELLS, verificationKeys, verificationUrgencyOf, "verification")}`;
  const subscriptionsPart =
    subscriptions.length === 0
      ? ""
      : `<h2>Subscriptions</h2>
${table(SUBSCRIPTION_CELLS, subscriptions, subscriptionUrgencyOf, "subscriptions")}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Webhooks</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Webhooks</h1>
<p>${escapeHtml(summaryText(report))} As of ${asOf}.</p>
<ul class="tiles">${keyTiles(report)}${subscriptionTiles(report)}</ul>
${keysPart}
${verificationPart}
${subscriptionsPart}
</body>
</html>
`;
};
