import { parseArgs } from "node:util";
import { CONTESTANTS } from "./contestants.mjs";
import { ENGINES } from "./engines.mjs";

export const HELP = `npm run bench -- [options]

Compares the resources with what users could write instead. Writes benchmarks/RESULTS.md,
benchmarks/results/ and the table in docs/scale.md.

  --quick                few keys, one round: checks that the benchmark works, and writes nothing
  --engine <name>        embedded or cli; by default, each one that is installed
  --keys <list>          numbers of keys in a stack, default 1,10,100,300,1000
  --rounds <count>       default 5
  --contestants <list>   default ${CONTESTANTS.map(({ name }) => name).join(",")}; floor is always included
  --subscriptions        measures only subscriptions, and replaces only their lines in benchmarks/summary.jsonl
  --limit <seconds>      after a longer run, a contestant skips that size and larger ones, default 120
  --report               measures nothing: writes the pages again from benchmarks/summary.jsonl
  --check                measures and writes nothing: fails if the pages do not match benchmarks/summary.jsonl
  --help
`;

/** The latency of the service for subscriptions is one of these. */
const LATENCY_MS = 50;

const FULL = {
  keys: [1, 10, 100, 300, 1000],
  rounds: 5,
  latencyKeys: 100,
  latenciesMs: [0, LATENCY_MS, 250],
  loads: 9,
  subscriptions: [1, 10, 30],
  subscriptionRounds: 3,
  latencyMs: LATENCY_MS,
};
const QUICK = {
  keys: [10],
  rounds: 1,
  latencyKeys: 10,
  latenciesMs: [0, LATENCY_MS],
  loads: 1,
  subscriptions: [3],
  subscriptionRounds: 1,
  latencyMs: LATENCY_MS,
};

const numbersFrom = (text, option) => {
  const numbers = text.split(",").map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers;
  throw new Error(`--${option} needs whole numbers, at least 1`);
};

const namesFrom = (text, known, option) => {
  const names = text.split(",");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new Error(`--${option} has no ${unknown}; use ${known.join(", ")}`);
};

/** Reads the command line. */
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
      subscriptions: flag,
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
    isOfSubscriptions: values.subscriptions,
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
