import { padEnd, padStart, shorten, widthOf } from "./text-width.js";

/** A column of a table on a terminal. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** A shorter text, used if the lines would be too long otherwise. */
  readonly shortCell?: (row: Row) => string;
  readonly isRight?: true;
  readonly isPainted?: true;
  readonly isName?: true;
  /** The column may be cut to this width if the lines don't fit in any other way. */
  readonly shortest?: number;
  /** If the lines are too long, columns are left out in this order. A column without a number always stays. */
  readonly dropped?: number;
}

interface Sized<Row> extends Column<Row> {
  readonly width: number;
}

const GAP = "  ";
/** If the lines are too long, names are cut to this width. */
const LONG_NAME = 20;
const SHORTEST_NAME = 12;
/** Before a column with this number or a higher one is left out, names are cut further. */
const CUT_NAMES_BEFORE = 5;

const sized = <Row>(column: Column<Row>, rows: readonly Row[], longestName: number): Sized<Row> => {
  const width = rows.reduce((widest, row) => Math.max(widest, widthOf(column.cell(row))), column.title.length);
  return { ...column, width: column.isName ? Math.min(width, longestName) : width };
};

const lineWidth = <Row>(columns: readonly Sized<Row>[]): number =>
  columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);

/** How much a column can be narrowed. */
const spareOf = <Row>({ width, isName, shortest = isName ? SHORTEST_NAME : width }: Sized<Row>): number =>
  Math.max(0, width - shortest);

/** Narrows the columns, one after the other, until the lines fit the width. */
const cut = <Row>(columns: readonly Sized<Row>[], width: number): Sized<Row>[] => {
  let tooMuch = Math.max(0, lineWidth(columns) - width);
  return columns.map((column) => {
    const less = Math.min(tooMuch, spareOf(column));
    tooMuch -= less;
    return { ...column, width: column.width - less };
  });
};

/** Makes the columns fit: first cuts long names, then uses shorter texts, then leaves out columns. */
const fit = <Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): Sized<Row>[] => {
  const whole = columns.map((column) => sized(column, rows, Number.POSITIVE_INFINITY));
  if (lineWidth(whole) <= width) return whole;
  let kept = columns;
  for (;;) {
    const short = kept.map((column) => ({ ...column, cell: column.shortCell ?? column.cell }));
    const next = Math.min(...kept.map(({ dropped = Number.POSITIVE_INFINITY }) => dropped));
    for (const candidate of [kept, short]) {
      const fitted = candidate.map((column) => sized(column, rows, LONG_NAME));
      const spare = next >= CUT_NAMES_BEFORE && fitted[0] !== undefined ? spareOf(fitted[0]) : 0;
      if (lineWidth(fitted) - spare <= width) return cut(fitted, width);
    }
    if (next === Number.POSITIVE_INFINITY) {
      return cut(
        short.map((column) => sized(column, rows, LONG_NAME)),
        width,
      );
    }
    kept = kept.filter(({ dropped }) => dropped !== next);
  }
};

/** The lines of a table, starting with the titles. */
export const tableLines = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  look: {
    readonly width: number;
    readonly paintHead: (text: string) => string;
    readonly paint: (row: Row, text: string) => string;
  },
): string[] => {
  const fitted = fit(columns, rows, look.width);
  const line = (textOf: (column: Sized<Row>) => string, paint: (column: Sized<Row>, text: string) => string): string =>
    fitted
      .map((column, index) => {
        const text = shorten(textOf(column), column.width);
        const isLast = index === fitted.length - 1;
        return paint(
          column,
          column.isRight ? padStart(text, column.width) : isLast ? text : padEnd(text, column.width),
        );
      })
      .join(GAP);
  return [
    line(
      ({ title }) => title,
      (_column, text) => look.paintHead(text),
    ),
    ...rows.map((row) =>
      line(
        ({ cell }) => cell(row),
        ({ isPainted }, text) => (isPainted ? look.paint(row, text) : text),
      ),
    ),
  ];
};
