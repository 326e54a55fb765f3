import { createFigures } from "./figures.mjs";

const QUIET = ["quiet up", "preview", "refresh"];
const MEGABYTE = 1e6;

const worst = (candidates) =>
  candidates
    .filter(({ value }) => value !== undefined)
    .reduce((most, each) => (most === undefined || each.value > most.value ? each : most), undefined);

const times = (found) => found && { value: found.value, text: `${found.value.toFixed(2)} (${found.where})` };

/** The worst ratio of this package to a base, over operations and sizes. */
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

/** The goals for each engine, with their limits and how to look up the figure. */
const ENGINE_GOALS = [
  ...QUIET.map((operation) => ({
    goal: `${operation}: at most 1.05 times the floor at every size`,
    limit: 1.05,
    figure: ({ figures }) => worstRatio(figures, "floor", [operation]),
  })),
  {
    goal: "quiet up, preview, refresh: the same for processor time",
    limit: 1.05,
    figure: ({ figures }) => worstRatio(figures, "floor", QUIET, "CPU"),
  },
  {
    goal: "quiet up, preview, refresh: never slower than naive",
    limit: 1,
    figure: ({ figures }) => worstRatio(figures, "naive", QUIET),
  },
  {
    goal: "create: at most 1.10 times the floor at every size",
    limit: 1.1,
    figure: ({ figures }) => worstRatio(figures, "floor", ["create"]),
  },
  {
    goal: "create: at most 1.10 times the larger of floor and ideal at each latency",
    limit: 1.1,
    figure: ({ latencies }) =>
      times(worst(latencies.map(({ ratio, latencyMs }) => ({ value: ratio.median, where: `${latencyMs} ms` })))),
  },
  {
    goal: "create: one connection for each parallel slot",
    limit: 10,
    figure: ({ figures, latencies }) =>
      withUnit(
        Math.max(
          ...figures.sizesOf("ours").map((keys) => figures.stackOf("ours", keys).seen.connections),
          ...latencies.map(({ connections }) => connections),
        ),
        "connections at most",
      ),
  },
  {
    goal: "state of a key: at most 1.15 times the floor",
    limit: 1.15,
    figure: ({ figures }) => bytesRatio(figures, "floor"),
  },
  ...["naive", "sdk"].map((base) => ({
    goal: `state of a key: at most half of ${base}`,
    limit: 0.5,
    figure: ({ figures }) => bytesRatio(figures, base),
  })),
  ...QUIET.map((operation) => ({
    goal: `native plugin, ${operation} of 100 keys: at most 0.75 of ours`,
    limit: 0.75,
    figure: ({ figures }) =>
      times(worst([{ value: figures.ratio("plugin", "ours", 100, operation)?.median, where: "100 keys" }])),
  })),
  {
    goal: "native plugin, state of a key: at most 0.70 of ours",
    limit: 0.7,
    figure: ({ figures }) =>
      times(
        worst([
          {
            value: figures.bytesPerKey("plugin", 100) / figures.bytesPerKey("ours", 100) || undefined,
            where: "100 keys",
          },
        ]),
      ),
  },
  ...["create", ...QUIET].map((operation) => ({
    goal: `subscriptions, ${operation}: at most 1.10 times floor + ideal at every size`,
    limit: 1.1,
    figure: ({ subscriptions }) =>
      times(
        worst(
          subscriptions
            .filter((each) => each.operation === operation)
            .map(({ toSum, count }) => ({ value: toSum.median, where: `${operation}, ${count}` })),
        ),
      ),
  })),
  {
    goal: "create grows linearly: exponent beyond one key at most 1.10",
    limit: 1.1,
    // How the CLI writes its states is up to Pulumi.
    engine: "embedded",
    figure: ({ figures }) => withUnit(figures.growth("ours", "create")?.exponentBeyond, "as exponent", 2),
  },
];

/** The goals for the package, on any engine. */
const PACKAGE_GOALS = [
  {
    goal: "the HTTP client isn't loaded in runs that create no key",
    limit: 0,
    figure: ({ modules }) =>
      withUnit(
        ["program", "provider, nothing to do"].filter((where) => modules.ours?.[where].includes("got")).length,
        "processes with got",
      ),
  },
  {
    goal: "loading it in a program: at most 15 ms more than @pulumi/pulumi",
    limit: 15,
    figure: ({ loading }) => withUnit(loading.ours?.program.median, "ms", 1),
  },
  {
    goal: "installed: at most 25 MB more than @pulumi/pulumi",
    limit: 25,
    figure: ({ installed }) => withUnit(installed.ours?.bytes / MEGABYTE, "MB", 1),
  },
  {
    goal: "installed: at most 30 packages more than @pulumi/pulumi",
    limit: 30,
    figure: ({ installed }) => withUnit(installed.ours?.packages, "packages"),
  },
];

const judge = (goals, subject) =>
  goals.flatMap(({ goal, limit, figure }) => {
    const found = figure(subject);
    if (found === undefined) return [];
    // Judged as printed: a third decimal can't be measured.
    return [{ goal, figure: found.text, isMet: Number(found.value.toFixed(2)) <= limit }];
  });

export const judgeEngine = ({ name }, summary) =>
  judge(
    ENGINE_GOALS.filter(({ engine = name }) => engine === name),
    { figures: createFigures(summary), latencies: summary.latencies, subscriptions: summary.subscriptions ?? [] },
  );

export const judgePackage = (summary) => judge(PACKAGE_GOALS, summary);
