import { median } from "../statistics.mjs";
import { createFigures, latencyFigures } from "./figures.mjs";

const QUIET = ["quiet up", "preview", "refresh"];
const MEGABYTE = 1e6;

const worst = (candidates) =>
  candidates
    .filter(({ value }) => value !== undefined)
    .reduce((most, each) => (most === undefined || each.value > most.value ? each : most), undefined);

const times = (found) => found && { value: found.value, text: `${found.value.toFixed(2)} (${found.where})` };

/** The worst ratio of ours to a base, over operations and sizes. */
const worstRatio = (figures, base, operations, measure) =>
  times(
    worst(
      operations.flatMap((operation) =>
        figures.sizes.map((keys) => ({
          value: figures.ratio("ours", base, keys, operation, measure)?.median,
          where: `${operation}, ${keys} ${keys === 1 ? "key" : "keys"}`,
        })),
      ),
    ),
  );

const bytesRatio = (figures, base) =>
  times(
    worst(
      figures.sizes.map((keys) => ({
        value: figures.bytesPerKey("ours", keys) / (figures.bytesPerKey(base, keys) ?? NaN) || undefined,
        where: `${keys} ${keys === 1 ? "key" : "keys"}`,
      })),
    ),
  );

const withUnit = (value, unit, digits = 0) =>
  Number.isFinite(value) ? { value, text: `${value.toFixed(digits)} ${unit}` } : undefined;

/** Goals of each engine: what is wanted, the limit, and the figure from the results. */
const ENGINE_GOALS = [
  ...QUIET.map((operation) => ({
    goal: `${operation}: at most 1.05 of the floor at every size`,
    limit: 1.05,
    figure: ({ figures }) => worstRatio(figures, "floor", [operation]),
  })),
  {
    goal: "the same in time of the processors",
    limit: 1.05,
    figure: ({ figures }) => worstRatio(figures, "floor", QUIET, "CPU"),
  },
  {
    goal: "quiet up, preview, refresh: never slower than naive",
    limit: 1,
    figure: ({ figures }) => worstRatio(figures, "naive", QUIET),
  },
  {
    goal: "create: at most 1.10 of the floor at every size",
    limit: 1.1,
    figure: ({ figures }) => worstRatio(figures, "floor", ["create"]),
  },
  {
    goal: "create: at most 1.10 of the larger of floor and ideal at each latency",
    limit: 1.1,
    figure: ({ latency }) =>
      times(worst(latency.map(({ ratio, latencyMs }) => ({ value: ratio.median, where: `${latencyMs} ms` })))),
  },
  {
    goal: "create: one connection for each parallel slot",
    limit: 10,
    figure: ({ figures, latency }) =>
      withUnit(
        Math.max(
          ...figures.sizes.flatMap((keys) =>
            figures.runsOf("ours", keys).map(({ operations }) => operations.create.seen.connections),
          ),
          ...latency.map(({ connections }) => connections),
        ),
        "connections at most",
      ),
  },
  {
    goal: "state of a key: at most 1.15 of the floor",
    limit: 1.15,
    figure: ({ figures }) => bytesRatio(figures, "floor"),
  },
  ...["naive", "sdk"].map((base) => ({
    goal: `state of a key: at most half of ${base}`,
    limit: 0.5,
    figure: ({ figures }) => bytesRatio(figures, base),
  })),
  {
    goal: "create grows linearly: exponent beyond one key at most 1.10",
    limit: 1.1,
    // How the CLI keeps its states is Pulumi's own.
    engine: "embedded",
    figure: ({ figures }) => withUnit(figures.growth("ours", "create")?.exponentBeyond, "as exponent", 2),
  },
];

/** Goals of the package, whatever the engine. */
const PACKAGE_GOALS = [
  {
    goal: "the HTTP client is not loaded where nothing is made",
    limit: 0,
    figure: ({ modules }) =>
      withUnit(
        ["program", "provider, nothing to do"].filter((where) => modules.ours?.[where].includes("got")).length,
        "processes with got",
      ),
  },
  {
    goal: "loading it in a program: at most 15 ms over @pulumi/pulumi",
    limit: 15,
    figure: ({ loading }) => withUnit(median(loading.ours?.program ?? [NaN]), "ms", 1),
  },
  {
    goal: "installed: at most 25 MB beyond @pulumi/pulumi's own",
    limit: 25,
    figure: ({ installed }) => withUnit(installed.ours?.bytes / MEGABYTE, "MB", 1),
  },
  {
    goal: "installed: at most 30 packages beyond @pulumi/pulumi's own",
    limit: 30,
    figure: ({ installed }) => withUnit(installed.ours?.packages, "packages"),
  },
];

const judge = (goals, subject) =>
  goals.flatMap(({ goal, limit, figure }) => {
    const found = figure(subject);
    if (found === undefined) return [];
    // As printed: a third decimal is below what can be measured.
    return [{ goal, figure: found.text, isMet: Number(found.value.toFixed(2)) <= limit }];
  });

export const judgeEngine = ({ name }, results) =>
  judge(
    ENGINE_GOALS.filter(({ engine = name }) => engine === name),
    { figures: createFigures(results), latency: latencyFigures(results) },
  );

export const judgePackage = (results) => judge(PACKAGE_GOALS, results);
