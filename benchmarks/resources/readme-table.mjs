import { median, tableOf } from "../statistics.mjs";
import { ENGINES } from "./engines.mjs";
import { createFigures } from "./figures.mjs";
import { kilobytes, keysText, megabytes, milliseconds } from "./texts.mjs";

const KEYS = 100;
const OPERATIONS = ["create", "quiet up", "preview"];
const CONTESTANTS = ["ours", "naive", "sdk"];
const HEADER = ["", "this package", "written in an afternoon", "over the official client"];

const NONE = "–";

const rowsOf = (engine, results) => {
  const figures = createFigures(results);
  const cells = (cell) => CONTESTANTS.map((name) => cell(name) ?? NONE);
  return [
    ...OPERATIONS.map((operation) => [
      `${operation}, of what Pulumi takes (${engine.name === "cli" ? "CLI" : engine.name})`,
      ...cells((name) => figures.ratio(name, "floor", KEYS, operation)?.median.toFixed(2)),
    ]),
    [
      `state of a key (${engine.name === "cli" ? "CLI" : engine.name})`,
      ...cells((name) => {
        const bytes = figures.bytesPerKey(name, KEYS);
        return bytes && kilobytes(bytes);
      }),
    ],
  ];
};

/** What README tells of the results. */
export const readmeTable = (results) => {
  const engines = ENGINES.filter(({ name }) => results.engines[name] !== undefined);
  const packages = (cell) => CONTESTANTS.map((name) => cell(name) ?? NONE);
  return [
    `For ${keysText(KEYS)}. What Pulumi takes is the time of a dynamic resource with the same outputs and a provider that ` +
      "does nothing:",
    tableOf(HEADER, [
      ...engines.flatMap((engine) => rowsOf(engine, results.engines[engine.name])),
      [
        "loading in a program, beyond Pulumi",
        ...packages((name) => results.loading[name] && milliseconds(median(results.loading[name].program))),
      ],
      [
        "installed beyond Pulumi",
        ...packages((name) => {
          const installed = results.installed[name];
          return installed && `${installed.packages} packages, ${megabytes(installed.bytes)}`;
        }),
      ],
    ]),
    "All of it, with the goals that are met and those that are missed: [benchmarks/RESULTS.md](benchmarks/RESULTS.md).",
  ].join("\n\n");
};
