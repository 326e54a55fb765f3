import {
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

/** The report for a summary of CI or a comment on a pull request. */
export const renderMarkdown = (report: StatusReport): string => {
  const { keys } = report;
  const head = `### Webhook keys\n\n${summaryText(report)}\n`;
  if (keys.length === 0) return head;
  const titles = ["stack", "key", "kind", "organization", "host", "state", "days", "left", "next up"];
  const rule = titles.map((title) => (title === "days" ? "--:" : "---"));
  return [head, row(titles), row(rule), ...keys.map(rowOf), ""].join("\n");
};
