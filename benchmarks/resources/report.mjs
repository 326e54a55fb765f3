import { tableOf } from "../statistics.mjs";
import { CONTESTANTS } from "./contestants.mjs";
import { engineTables } from "./engine-tables.mjs";
import { ENGINES } from "./engines.mjs";
import { judgeEngine, judgePackage } from "./goals.mjs";
import { packageTables } from "./package-tables.mjs";

const goalTable = (goals) =>
  tableOf(
    ["goal", "measured", "verdict"],
    goals.map(({ goal, figure, isMet }) => [goal, figure, isMet ? "met" : "**missed**"]),
  );

const machineText = ({ processor, processors, memoryGigabytes, system, node, commit, isClean, date }) =>
  `Measured on ${date}: ${processors} × ${processor}, ${memoryGigabytes} GB, ${system}, Node.js ${node}, ` +
  `commit ${commit}${isClean ? "" : ", with changes"}.`;

const heading = (level, text) => `${"#".repeat(level)} ${text}`;
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const titleOf = (engine, { machine }) =>
  engine.name === "cli" ? `${capital(engine.title)} ${machine.engine}` : capital(engine.title);

/** The results of one engine, to print after its runs. */
export const engineText = (engine, summary) => {
  const { ratios, rest } = engineTables(summary);
  return [
    heading(2, titleOf(engine, summary)),
    goalTable(judgeEngine(engine, summary)),
    ...ratios,
    ...rest,
    machineText(summary.machine),
  ].join("\n\n");
};

export const packageText = (summary) =>
  [heading(2, "The package"), goalTable(judgePackage(summary)), ...packageTables(summary)].join("\n\n");

const METHOD =
  "Figures are medians of interleaved rounds ± the spread, which is half of the interquartile range. Ratios compare runs " +
  "of the same round: they depend less on the machine than times.";

const image = ({ file, title }, folder) => `![${title}](${folder}svg/${file})`;
const pageOf = ({ name }) => `results/${name}.md`;

const enginePage = (engine, summary, charts) => {
  const { ratios, rest } = engineTables(summary);
  return [
    heading(1, `Results on ${engine.name === "cli" ? titleOf(engine, summary).replace("The", "the") : engine.title}`),
    `Written by \`npm run bench\`. For the method and the contestants, see [METHOD.md](../METHOD.md). ${METHOD}`,
    `${machineText(summary.machine)} Rounds: ${summary.rounds}.`,
    ...ratios,
    ...charts.map((chart) => image(chart, "../")),
    ...rest,
    "",
  ].join("\n\n");
};

const overviewPage = (engines, summary, charts) =>
  [
    heading(1, "Results"),
    "Written by `npm run bench` from [summary.jsonl](summary.jsonl). For the method and its traps, see " +
      `[METHOD.md](METHOD.md). ${METHOD}`,
    ["All figures of each engine:", ...engines.map((engine) => `- [${engine.title}](${pageOf(engine)})`)].join("\n"),
    tableOf(
      ["", "what it is"],
      CONTESTANTS.map(({ name, what }) => [name, what]),
    ),
    heading(2, "Goals"),
    ...engines.flatMap((engine) => [
      `On ${engine.title}:`,
      goalTable(judgeEngine(engine, summary.engines[engine.name])),
    ]),
    "On both:",
    goalTable(judgePackage(summary)),
    heading(2, "The package"),
    machineText(summary.machine),
    ...charts.map((chart) => image(chart, "")),
    ...packageTables(summary),
    "",
  ].join("\n\n");

/** The pages of results, with their paths in benchmarks/. */
export const pagesOf = (summary, charts) => {
  const engines = ENGINES.filter(({ name }) => summary.engines[name] !== undefined);
  const chartsFor = (name) => charts.filter((chart) => chart.engine === name);
  return [
    { file: "RESULTS.md", text: overviewPage(engines, summary, chartsFor(undefined)) },
    ...engines.map((engine) => ({
      file: pageOf(engine),
      text: enginePage(engine, summary.engines[engine.name], chartsFor(engine.name)),
    })),
  ];
};
