import { parseArgs } from "node:util";
import { CONTESTANTS } from "./contestants.mjs";
import { ENGINES } from "./engines.mjs";

export const HELP = `npm run bench -- [options]

Measures the resources beside what a user would take instead of them, and writes
benchmarks/RESULTS.md and the table of docs/scale.md.

  --quick                few keys, one round: checks that everything works and writes nothing
  --engine <name>        embedded or cli; each that can be had unless given
  --keys <list>          sizes of a stack, default 1,10,100,300,1000
  --rounds <count>       default 5
  --contestants <list>   default ${CONTESTANTS.map(({ name }) => name).join(",")}; floor always runs
  --limit <seconds>      a longer run leaves its contestant out from that size on, default 120
  --report               writes RESULTS.md and the table of docs/scale.md from results.json again, and measures nothing
  --check                writes and measures nothing: fails where they are not what results.json says
  --help
`;

const FULL = { keys: [1, 10, 100, 300, 1000], rounds: 5, latencyKeys: 100, latenciesMs: [0, 50, 250], loads: 9 };
const QUICK = { keys: [10], rounds: 1, latencyKeys: 10, latenciesMs: [0, 50], loads: 1 };

const numbersFrom = (text, option) => {
  const numbers = text.split(",").map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`--${option} takes whole numbers above 0`);
};

const namesFrom = (text, known, option) => {
  const names = text.split(",");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new Error(`--${option} does not know ${unknown}; there are ${known.join(", ")}`);
};

/** What to measure. */
export const readOptions = (args) => {
  const text = { type: "string" };
  const flag = { type: "boolean", default: false };
  const { values } = parseArgs({
    args,
    options: {
      quick: flag,
      report: flag,
      check: flag,
      help: flag,
      engine: text,
      keys: text,
      rounds: text,
      contestants: text,
      limit: text,
    },
  });
  const defaults = values.quick ? QUICK : FULL;
  const engines = ENGINES.map(({ name }) => name);
  const contestants = CONTESTANTS.map(({ name }) => name);
  return {
    ...defaults,
    isQuick: values.quick,
    isReport: values.report,
    isCheck: values.check,
    isHelp: values.help,
    engines: values.engine === undefined ? engines : namesFrom(values.engine, engines, "engine"),
    isEngineNamed: values.engine !== undefined,
    keys: values.keys === undefined ? defaults.keys : numbersFrom(values.keys, "keys").toSorted((a, b) => a - b),
    rounds: values.rounds === undefined ? defaults.rounds : numbersFrom(values.rounds, "rounds")[0],
    limitMs: 1000 * (values.limit === undefined ? 120 : numbersFrom(values.limit, "limit")[0]),
    contestants: [
      ...new Set([
        "floor",
        ...(values.contestants === undefined ? contestants : namesFrom(values.contestants, contestants, "contestants")),
      ]),
    ],
  };
};
