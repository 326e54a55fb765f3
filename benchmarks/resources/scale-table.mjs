import { tableOf } from "../statistics.mjs";
import { ENGINES } from "./engines.mjs";
import { createFigures } from "./figures.mjs";
import { kilobytes, keysText, megabytes, milliseconds, NONE } from "./texts.mjs";

const KEYS = 100;
const OPERATIONS = ["create", "quiet up", "preview"];
const CONTESTANTS = ["ours", "naive", "sdk"];
const HEADER = ["", "this package", "a simple provider", "a provider over the official client"];

const row = (what, cell) => [what, ...CONTESTANTS.map((name) => cell(name) ?? NONE)];

const rowsOf = (engine, summary) => {
  const figures = createFigures(summary);
  const where = engine.name === "cli" ? "CLI" : engine.name;
  return [
    ...OPERATIONS.map((operation) =>
      row(`${operation}, compared with Pulumi alone (${where})`, (name) =>
        figures.ratio(name, "floor", KEYS, operation)?.median.toFixed(2),
      ),
    ),
    row(`state of a key (${where})`, (name) => {
      const bytes = figures.bytesPerKey(name, KEYS);
      return bytes && kilobytes(bytes);
    }),
  ];
};

/** The table in docs/scale.md. */
export const scaleTable = (summary) => {
  const engines = ENGINES.filter(({ name }) => summary.engines[name] !== undefined);
  return [
    `Figures for ${keysText(KEYS)}. "Pulumi alone" is a dynamic resource with the same outputs whose provider does nothing. ` +
      'A "simple provider" is one that you can write in an afternoon:',
    tableOf(HEADER, [
      ...engines.flatMap((engine) => rowsOf(engine, summary.engines[engine.name])),
      row(
        "loading in a program, in addition to Pulumi",
        (name) => summary.loading[name] && milliseconds(summary.loading[name].program.median),
      ),
      row("installed in addition to Pulumi", (name) => {
        const installed = summary.installed[name];
        return installed && `${installed.packages} packages, ${megabytes(installed.bytes)}`;
      }),
    ]),
    "For all figures, and the goals that are met or missed, see [benchmarks/RESULTS.md](../benchmarks/RESULTS.md).",
  ].join("\n\n");
};
