import { fitGrowth, median, spread } from "../statistics.mjs";

const MEASURES = {
  wall: (operation) => operation.wallMs,
  CPU: (operation) => operation.cpuMs,
  memory: (operation) => Object.values(operation.peakBytes).reduce((sum, bytes) => sum + bytes, 0),
};

const summaryOf = (values) => ({ median: median(values), spread: spread(values), count: values.length });

/** What the runs of one engine say. */
export const createFigures = ({ runs }) => {
  const sizes = [...new Set(runs.map(({ keys }) => keys))].toSorted((a, b) => a - b);
  const contestants = [...new Set(runs.map(({ contestant }) => contestant))];
  const runsOf = (contestant, keys) => runs.filter((run) => run.contestant === contestant && run.keys === keys);
  const valueOf = (run, operation, measure) => MEASURES[measure](run.operations[operation]);

  return {
    sizes,
    contestants,
    runsOf,
    /** Sizes at which a contestant was measured. */
    sizesOf: (contestant) => sizes.filter((keys) => runsOf(contestant, keys).length > 0),
    value: (contestant, keys, operation, measure = "wall") => {
      const values = runsOf(contestant, keys).map((run) => valueOf(run, operation, measure));
      return values.length === 0 ? undefined : summaryOf(values);
    },
    /** Taken round by round, so that what slows the machine slows both. */
    ratio: (contestant, base, keys, operation, measure = "wall") => {
      const bases = new Map(runsOf(base, keys).map((run) => [run.round, valueOf(run, operation, measure)]));
      const ratios = runsOf(contestant, keys)
        .filter(({ round }) => bases.has(round))
        .map((run) => valueOf(run, operation, measure) / bases.get(run.round));
      return ratios.length === 0 ? undefined : summaryOf(ratios);
    },
    /** How the time of an operation grows with the keys. */
    growth: (contestant, operation, measure = "wall") => {
      const points = sizes.flatMap((keys) => {
        const values = runsOf(contestant, keys).map((run) => valueOf(run, operation, measure));
        return values.length === 0 ? [] : [{ keys, ms: median(values) }];
      });
      return fitGrowth(points);
    },
    bytesPerKey: (contestant, keys) => {
      const values = runsOf(contestant, keys).map((run) => run.bytesPerKey);
      return values.length === 0 ? undefined : median(values);
    },
  };
};

/** Create against services of different latencies, beside the floor and the ideal. */
export const latencyFigures = ({ latency, parallel }) => {
  const floors = new Map(latency.filter(({ contestant }) => contestant === "floor").map((run) => [run.round, run]));
  const ours = latency.filter(({ contestant }) => contestant === "ours");
  return [...new Set(ours.map(({ latencyMs }) => latencyMs))].map((latencyMs) => {
    const runs = ours.filter((run) => run.latencyMs === latencyMs);
    const { keys } = runs[0];
    const idealMs = Math.ceil(keys / parallel) * latencyMs;
    return {
      latencyMs,
      keys,
      idealMs,
      wall: summaryOf(runs.map(({ wallMs }) => wallMs)),
      ratio: summaryOf(runs.map(({ wallMs, round }) => wallMs / Math.max(idealMs, floors.get(round).wallMs))),
      beforeMs: median(runs.map(({ seen }) => seen.beforeMs)),
      spanMs: median(runs.map(({ seen }) => seen.spanMs)),
      afterMs: median(runs.map(({ seen }) => seen.afterMs)),
      mostAtOnce: Math.max(...runs.map(({ seen }) => seen.mostAtOnce)),
      connections: Math.max(...runs.map(({ seen }) => seen.connections)),
    };
  });
};
