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

const roundsText = ({ runs }) => `${Math.max(...runs.map(({ round }) => round)) + 1}`;

const heading = (level, text) => `${"#".repeat(level)} ${text}`;
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const titleOf = (engine, { machine }) =>
  engine.name === "cli" ? `${capital(engine.title)} ${machine.engine}` : capital(engine.title);

/** One engine, as it is printed at the end of its series. */
export const engineText = (engine, results) => {
  const { ratios, rest } = engineTables(results);
  return [
    heading(2, titleOf(engine, results)),
    goalTable(judgeEngine(engine, results)),
    ...ratios,
    ...rest,
    machineText(results.machine),
  ].join("\n\n");
};

export const packageText = (results) =>
  [heading(2, "The package"), goalTable(judgePackage(results)), ...packageTables(results)].join("\n\n");

const image = ({ file, title }) => `![${title}](svg/${file})`;

/** The whole page. */
export const reportOf = (results, charts) => {
  const engines = ENGINES.filter(({ name }) => results.engines[name] !== undefined);
  const of = ({ name }) => results.engines[name];
  return [
    heading(1, "Results"),
    "Written by `npm run bench` from [results.json](results.json); method and traps: [METHOD.md](METHOD.md). " +
      "Medians of interleaved rounds with half of the distance between the quartiles. Ratios are taken round by round, " +
      "and say more than times.",
    tableOf(
      ["", "what it is"],
      CONTESTANTS.map(({ name, what }) => [name, what]),
    ),
    heading(2, "Goals"),
    ...engines.flatMap((engine) => [`On ${engine.title}:`, goalTable(judgeEngine(engine, of(engine)))]),
    "On both:",
    goalTable(judgePackage(results)),
    ...engines.flatMap((engine) => {
      const { ratios, rest } = engineTables(of(engine));
      return [
        heading(2, titleOf(engine, of(engine))),
        `${machineText(of(engine).machine)} Rounds: ${roundsText(of(engine))}.`,
        ...ratios,
        ...charts.filter((chart) => chart.engine === engine.name).map(image),
        ...rest,
      ];
    }),
    heading(2, "The package"),
    machineText(results.machine),
    ...charts.filter((chart) => chart.engine === undefined).map(image),
    ...packageTables(results),
    "",
  ].join("\n\n");
};
