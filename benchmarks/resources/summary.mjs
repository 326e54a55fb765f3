import { median, spread } from "../statistics.mjs";
import { OPERATIONS } from "./stack-run.mjs";
import { subscriptionsOf } from "./subscriptions.mjs";

/** Ten digits are enough for the tables to show the exact figure, rounded once. */
const short = (value) => Number(value.toPrecision(10));

const medianAndSpread = (values) => ({ median: short(median(values)), spread: short(spread(values)) });

const MEASURES = {
  wall: ({ wallMs }) => wallMs,
  CPU: ({ cpuMs }) => cpuMs,
};

/**
 * The ratios to another contestant's runs. Only runs of the same round are compared, so that both had the same load.
 */
const ratiosTo = (runs, baseRuns, operation, measure) => {
  const valueOf = ({ operations }) => MEASURES[measure](operations[operation]);
  const bases = new Map(baseRuns.map((run) => [run.round, valueOf(run)]));
  const ratios = runs.filter(({ round }) => bases.has(round)).map((run) => valueOf(run) / bases.get(run.round));
  return ratios.length === 0 ? undefined : medianAndSpread(ratios);
};

const peaksOf = (runs, operation) => {
  const roles = new Set(runs.flatMap((run) => Object.keys(run.operations[operation].peakBytes)));
  const known = (role) => runs.map((run) => run.operations[operation].peakBytes[role]).filter(Number.isFinite);
  return Object.fromEntries([...roles].map((role) => [role, known(role)]).map(([role, all]) => [role, median(all)]));
};

const operationOf = (runs, others, operation) => {
  const values = (measure) => runs.map(({ operations }) => MEASURES[measure](operations[operation]));
  const to = (name, measure) => ratiosTo(runs, others(name), operation, measure);
  return {
    wall: medianAndSpread(values("wall")),
    CPU: medianAndSpread(values("CPU")),
    ratios: {
      floor: { wall: to("floor", "wall"), CPU: to("floor", "CPU") },
      naive: { wall: to("naive", "wall") },
      ours: { wall: to("ours", "wall") },
    },
    peakBytes: peaksOf(runs, operation),
  };
};

const mostSeen = (runs) => {
  const counts = ["requests", "connections", "handshakes", "resumed", "mostAtOnce"];
  const most = (what) => Math.max(...runs.map(({ operations: { create } }) => create.seen[what]));
  return Object.fromEntries(counts.map((what) => [what, most(what)]));
};

/** Summarizes the runs of one engine: one entry for each contestant and size. */
export const stacksOf = (runs) => {
  const sizes = [...new Set(runs.map(({ keys }) => keys))].toSorted((a, b) => a - b);
  const contestants = [...new Set(runs.map(({ contestant }) => contestant))];
  const runsOf = (name, keys) => runs.filter((run) => run.contestant === name && run.keys === keys);
  return sizes.flatMap((keys) =>
    contestants.flatMap((contestant) => {
      const own = runsOf(contestant, keys);
      if (own.length === 0) return [];
      const { bytesPerKeyBeside, providerTextBytes } = own[0];
      const operations = OPERATIONS.map(([name]) => [name, operationOf(own, (other) => runsOf(other, keys), name)]);
      return [
        {
          contestant,
          keys,
          operations: Object.fromEntries(operations),
          seen: mostSeen(own),
          bytesPerKey: median(own.map(({ bytesPerKey }) => bytesPerKey)),
          bytesPerKeyBeside,
          providerTextBytes,
        },
      ];
    }),
  );
};

/** Summarizes creates against services of different latencies, with the floor and the ideal time. */
export const latenciesOf = (runs, parallel) => {
  const floors = new Map(runs.filter(({ contestant }) => contestant === "floor").map((run) => [run.round, run]));
  const ours = runs.filter(({ contestant }) => contestant === "ours");
  return [...new Set(ours.map(({ latencyMs }) => latencyMs))].map((latencyMs) => {
    const own = ours.filter((run) => run.latencyMs === latencyMs);
    const { keys } = own[0];
    const idealMs = Math.ceil(keys / parallel) * latencyMs;
    return {
      latencyMs,
      keys,
      idealMs,
      wall: medianAndSpread(own.map(({ wallMs }) => wallMs)),
      ratio: medianAndSpread(own.map(({ wallMs, round }) => wallMs / Math.max(idealMs, floors.get(round).wallMs))),
      beforeMs: median(own.map(({ seen }) => seen.beforeMs)),
      spanMs: median(own.map(({ seen }) => seen.spanMs)),
      afterMs: median(own.map(({ seen }) => seen.afterMs)),
      mostAtOnce: Math.max(...own.map(({ seen }) => seen.mostAtOnce)),
      connections: Math.max(...own.map(({ seen }) => seen.connections)),
    };
  });
};

/** Summarizes everything that was measured on one engine. */
export const summaryOf = ({ machine, runs, latency, parallel, leftOut, subscriptions }) => ({
  machine,
  rounds: Math.max(...runs.map(({ round }) => round)) + 1,
  parallel,
  leftOut,
  latencies: latenciesOf(latency, parallel),
  stacks: stacksOf(runs),
  subscriptions: subscriptionsOf(subscriptions),
});

/** Summarizes the times to load each contestant, measured in several processes. */
export const loadingOf = (times) =>
  Object.fromEntries(
    Object.entries(times).map(([name, lists]) => [
      name,
      Object.fromEntries(Object.entries(lists).map(([where, values]) => [where, medianAndSpread(values)])),
    ]),
  );

/** The summary as text: one line for the package, and one for each engine, latency, stack and run of subscriptions. */
export const summaryToText = ({ engines, ...ofPackage }) =>
  [
    { package: ofPackage },
    ...Object.entries(engines).flatMap(([engine, { latencies, stacks, subscriptions = [], ...rest }]) => [
      { engine, ...rest },
      ...latencies.map((latency) => ({ engine, latency })),
      ...stacks.map((stack) => ({ engine, stack })),
      ...subscriptions.map((subscription) => ({ engine, subscription })),
    ]),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");

/** Reads what `summaryToText` wrote. */
export const summaryFromText = (text) => {
  const [{ package: ofPackage }, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const engines = {};
  for (const { engine, latency, stack, subscription, ...rest } of lines) {
    if (latency !== undefined) engines[engine].latencies.push(latency);
    else if (stack !== undefined) engines[engine].stacks.push(stack);
    else if (subscription !== undefined) engines[engine].subscriptions.push(subscription);
    else engines[engine] = { ...rest, latencies: [], stacks: [], subscriptions: [] };
  }
  return { ...ofPackage, engines };
};
