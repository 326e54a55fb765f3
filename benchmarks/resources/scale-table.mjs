import { median, tableOf } from "../statistics.mjs";
import { ENGINES } from "./engines.mjs";
import { createFigures } from "./figures.mjs";
import { kilobytes, keysText, megabytes, milliseconds, NONE } from "./texts.mjs";

const KEYS = 100;
const OPERATIONS = ["create", "quiet up", "preview"];
const CONTESTANTS = ["ours", "naive", "sdk"];
const HEADER = ["", "this package", "written in an afternoon", "over the official client"];

const row = (what, cell) => [what, ...CONTESTANTS.map((name) => cell(name) ?? NONE)];

const rowsOf = (engine, results) => {
  const figures = createFigures(results);
  const where = engine.name === "cli" ? "CLI" : engine.name;
  return [
    ...OPERATIONS.map((operation) =>
      row(`${operation}, of what Pulumi takes (${where})`, (name) =>
        figures.ratio(name, "floor", KEYS, operation)?.median.toFixed(2),
      ),
    ),
    row(`state of a key (${where})`, (name) => {
      const bytes = figures.bytesPerKey(name, KEYS);
      return bytes && kilobytes(bytes);
    }),
  ];
};

/** What docs/scale.md says of the results. */
export const scaleTable = (results) => {
  const engines = ENGINES.filter(({ name }) => results.engines[name] !== undefined);
  return [
    `For ${keysText(KEYS)}. What Pulumi takes is the time of a dynamic resource with the same outputs and a provider that ` +
      "does nothing:",
    tableOf(HEADER, [
      ...engines.flatMap((engine) => rowsOf(engine, results.engines[engine.name])),
      row(
        "loading in a program, beyond Pulumi",
        (name) => results.loading[name] && milliseconds(median(results.loading[name].program)),
      ),
      row("installed beyond Pulumi", (name) => {
        const installed = results.installed[name];
        return installed && `${installed.packages} packages, ${megabytes(installed.bytes)}`;
      }),
    ]),
    "All of it, with the goals that are met and those that are missed: [benchmarks/RESULTS.md](../benchmarks/RESULTS.md).",
  ].join("\n\n");
};
