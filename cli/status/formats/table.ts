import {
  daysText,
  type KeyStatus,
  kindText,
  nextUpText,
  stackText,
  stateText,
  type StatusReport,
  summaryText,
  type Urgency,
  urgencyOf,
} from "../key-status.js";
import { bar } from "./bar.js";

/** The terminal that a table is for. */
export interface Look {
  /** Characters in a line. */
  readonly width: number;
  readonly paint: (urgency: Urgency | "head", text: string) => string;
}

interface Column {
  readonly title: string;
  readonly cell: (key: KeyStatus) => string;
  readonly isRight?: true;
  readonly isPainted?: true;
  readonly isName?: true;
  /** Left out in this order where the line is too long; without one it stays. */
  readonly dropped?: number;
}

const BAR_CELLS = 10;
const GAP = "  ";
/** Where the line is too short for all, names are cut to this. */
const LONG_NAME = 20;
const SHORTEST_NAME = 12;
/** Columns with this place and later ones are worth more than the whole of a name. */
const NEVER_BEFORE_NAMES = 5;

const COLUMNS: readonly Column[] = [
  { title: "STACK", cell: stackText, isName: true, dropped: 4 },
  { title: "KEY", cell: ({ name }) => name, isName: true },
  { title: "KIND", cell: kindText, dropped: 3 },
  { title: "ORGANIZATION", cell: ({ organizationId }) => organizationId, isName: true, dropped: 2 },
  { title: "HOST", cell: ({ host }) => host ?? "-", dropped: 1 },
  { title: "STATE", cell: stateText, isPainted: true },
  { title: "DAYS", cell: daysText, isRight: true },
  { title: "LEFT", cell: ({ percentLeft }) => bar(percentLeft, BAR_CELLS), isPainted: true, dropped: 5 },
  { title: "NEXT UP", cell: nextUpText, isPainted: true, dropped: 6 },
];

const widthOf = ({ title, cell }: Column, keys: readonly KeyStatus[]): number =>
  keys.reduce((widest, key) => Math.max(widest, cell(key).length), title.length);

interface Sized extends Column {
  readonly width: number;
}

const lineWidth = (columns: readonly Sized[]): number =>
  columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);

/** How much shorter the first column may get. */
const cuttableOf = ([first]: readonly Sized[]): number => Math.max(0, (first?.width ?? 0) - SHORTEST_NAME);

/** The columns that fit: long names are cut first, then columns are left out, then the first is cut as far as needed. */
const fit = (keys: readonly KeyStatus[], width: number): Sized[] => {
  let columns = COLUMNS.map((column) => ({ ...column, width: widthOf(column, keys) }));
  if (lineWidth(columns) > width) {
    columns = columns.map((column) =>
      column.isName ? { ...column, width: Math.min(column.width, LONG_NAME) } : column,
    );
  }
  while (lineWidth(columns) > width && columns.some(({ dropped }) => dropped !== undefined)) {
    const next = Math.min(...columns.map(({ dropped = Number.POSITIVE_INFINITY }) => dropped));
    if (next >= NEVER_BEFORE_NAMES && lineWidth(columns) - cuttableOf(columns) <= width) break;
    columns = columns.filter(({ dropped }) => dropped !== next);
  }
  const cut = Math.min(Math.max(0, lineWidth(columns) - width), cuttableOf(columns));
  return columns.map((column, index) => (index === 0 ? { ...column, width: column.width - cut } : column));
};

const shorten = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

/** The report for a terminal. */
export const renderTable = (report: StatusReport, { width, paint }: Look): string => {
  const { keys } = report;
  if (keys.length === 0) return `${summaryText(report)}\n`;
  const columns = fit(keys, width);
  const row = (textOf: (column: Sized) => string, painted: (column: Sized, text: string) => string): string =>
    columns
      .map((column, index) => {
        const text = shorten(textOf(column), column.width);
        const isLast = index === columns.length - 1;
        return painted(
          column,
          column.isRight ? text.padStart(column.width) : isLast ? text : text.padEnd(column.width),
        );
      })
      .join(GAP);

  const lines = keys.map((key) =>
    row(
      ({ cell }) => cell(key),
      ({ isPainted }, text) => (isPainted ? paint(urgencyOf(key), text) : text),
    ),
  );
  const head = row(
    ({ title }) => title,
    (_column, text) => paint("head", text),
  );
  return [head, ...lines, "", summaryText(report), ""].join("\n");
};
