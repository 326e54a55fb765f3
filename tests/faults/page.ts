import { type Effect, type Fault } from "./fault.js";

/** A fault and its effect. */
interface Observed {
  readonly fault: Fault;
  readonly observation: Effect;
}

export const PAGE = "docs/faults.md";
const BEGIN = "<!-- faults: begin, written by `npm run docs` -->";
const END = "<!-- faults: end -->";
const HEAD = ["fault", "outcome", "requests", "may there be a key?", "key in state", "next `up`"];

const yesNo = (isTrue: boolean): string => (isTrue ? "yes" : "no");
const code = (text: string): string => (text.startsWith("ERR_") ? `\`${text}\`` : text);

const cellsOf = ({ fault, observation }: Observed): string[] => [
  fault.name,
  code(observation.outcome),
  String(observation.requests),
  yesNo(observation.isKeyLost),
  yesNo(observation.isKeyInState),
  observation.nextUp,
];

/** A Markdown table with padded columns, as Prettier formats it. */
export const tableOf = (observed: readonly Observed[]): string => {
  const rows = [HEAD, ...observed.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(HEAD), rule, ...rows.slice(1).map(line)].join("\n");
};

/** Replaces the table between the markers of the page. */
export const withTable = (page: string, observed: readonly Observed[]): string => {
  const [before, rest = ""] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} lacks ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${tableOf(observed)}\n\n${END}${after}`;
};
