import {
  daysText,
  type KeyStatus,
  kindText,
  nextUpText,
  stackText,
  stateText,
  type StatusReport,
  urgencyOf,
} from "../key-status.js";
import { summaryText } from "../summary.js";
import { earlierKeysText, isWrong, ringStateText, type VerificationKeysStatus } from "../verification-keys-status.js";
import { bar } from "./bar.js";

const BAR_CELLS = 10;

/** Text that is no markup, no mention of anybody and no end of a cell. */
const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>|#~&@]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const rowOf = (key: KeyStatus): string => {
  const emphasis = urgencyOf(key) === "fine" ? "" : "**";
  const texts = [stackText(key), key.name, kindText(key), key.organizationId, key.host ?? "-"].map(plain);
  return row([
    ...texts,
    `${emphasis}${stateText(key)}${emphasis}`,
    daysText(key),
    bar(key.percentLeft, BAR_CELLS),
    `${emphasis}${nextUpText(key)}${emphasis}`,
  ]);
};

const ringRowOf = (ring: VerificationKeysStatus): string => {
  const emphasis = isWrong(ring) ? "**" : "";
  return row([
    ...[stackText(ring), ring.name].map(plain),
    earlierKeysText(ring),
    `${emphasis}${ringStateText(ring)}${emphasis}`,
  ]);
};

/** A table with a line in front, or nothing where it would have no rows. */
const table = (titles: readonly string[], numbers: readonly string[], rows: readonly string[]): string[] =>
  rows.length === 0
    ? []
    : ["", row(titles), row(titles.map((title) => (numbers.includes(title) ? "--:" : "---"))), ...rows];

const KEY_TITLES = ["stack", "key", "kind", "organization", "host", "state", "days", "left", "next up"];
const RING_TITLES = ["stack", "verification keys", "earlier", "state"];

/** The report for a summary of CI or a comment on a pull request. */
export const renderMarkdown = (report: StatusReport): string => {
  const { keys, verificationKeys } = report;
  return [
    "### Webhook keys",
    "",
    plain(summaryText(report)),
    ...table(KEY_TITLES, ["days"], keys.map(rowOf)),
    ...table(RING_TITLES, ["earlier"], verificationKeys.map(ringRowOf)),
    "",
  ].join("\n");
};
