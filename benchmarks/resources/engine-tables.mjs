import { median, tableOf } from "../statistics.mjs";
import { createFigures, latencyFigures } from "./figures.mjs";
import { OPERATIONS } from "./stack-run.mjs";
import { keysText, kilobytes, megabytes, NONE, percent, ratioText, seconds } from "./texts.mjs";

const operations = OPERATIONS.map(([operation]) => operation);

/** One row for each operation and contestant, one column for each size. */
const bySize = (figures, cell, contestants = figures.contestants) =>
  tableOf(
    ["run", "of", ...figures.sizes.map(keysText)],
    operations.flatMap((operation) =>
      contestants.map((name) => [operation, name, ...figures.sizes.map((keys) => cell(name, keys, operation))]),
    ),
  );

const ratios = (figures) => {
  const others = figures.contestants.filter((name) => name !== "floor");
  return [
    "Time beside the floor, round by round:",
    bySize(figures, (name, keys, operation) => ratioText(figures.ratio(name, "floor", keys, operation)), others),
    "The same in time of the processors, of all processes:",
    bySize(figures, (name, keys, operation) => ratioText(figures.ratio(name, "floor", keys, operation, "CPU")), others),
  ];
};

const times = (figures) => [
  "Time, with half of the distance between the quartiles, and time of the processors:",
  bySize(figures, (name, keys, operation) => {
    const wall = figures.value(name, keys, operation);
    if (wall === undefined) return NONE;
    const cpu = figures.value(name, keys, operation, "CPU");
    return `${seconds(wall.median)} ${percent(wall.spread)}, ${seconds(cpu.median)}`;
  }),
];

const memory = (figures) => {
  const keys = figures.sizes.at(-1);
  const peak = (name, operation, role) => {
    const values = figures.runsOf(name, keys).map((run) => run.operations[operation].peakBytes[role]);
    const known = values.filter((bytes) => bytes !== undefined);
    return known.length === 0 ? NONE : megabytes(median(known));
  };
  const roles = ["engine", "program", "provider", "language host"].filter((role) =>
    figures.contestants.some((name) => peak(name, "create", role) !== NONE),
  );
  if (roles.length === 0) return ["Peak memory is told on Linux alone."];
  return [
    `Peak memory of each process, at ${keysText(keys)}:`,
    tableOf(
      ["run", "of", ...roles],
      operations.flatMap((operation) =>
        figures.contestants
          .filter((name) => figures.runsOf(name, keys).length > 0)
          .map((name) => [operation, name, ...roles.map((role) => peak(name, operation, role))]),
      ),
    ),
  ];
};

const state = (figures) => [
  "State, and the text of the provider in it, which stands there twice for each key; bytes of the export without white space:",
  tableOf(
    ["", ...figures.sizes.map(keysText), "of which beside the text", "text"],
    figures.contestants.map((name) => [
      name,
      ...figures.sizes.map((keys) => {
        const bytes = figures.bytesPerKey(name, keys);
        return bytes === undefined ? NONE : `${kilobytes(bytes)} a key`;
      }),
      kilobytes(figures.runsOf(name, figures.sizesOf(name).at(-1))[0].bytesPerKeyBeside),
      `${figures.runsOf(name, figures.sizesOf(name).at(-1))[0].providerTextBytes} bytes`,
    ]),
  ),
];

const requests = (figures) => {
  const senders = figures.contestants.filter((name) =>
    figures.runsOf(name, figures.sizesOf(name)[0]).some(({ operations: { create } }) => create.seen.requests > 0),
  );
  const most = (name, keys, what) =>
    Math.max(...figures.runsOf(name, keys).map(({ operations: { create } }) => create.seen[what]));
  return [
    "Requests, connections opened, TLS handshakes (of these resumed) and requests at once of a create, as the service saw them:",
    tableOf(
      ["", ...figures.sizes.map(keysText)],
      senders.map((name) => [
        name,
        ...figures.sizes.map((keys) => {
          if (figures.runsOf(name, keys).length === 0) return NONE;
          const [sent, connections, handshakes, resumed, atOnce] = [
            "requests",
            "connections",
            "handshakes",
            "resumed",
            "mostAtOnce",
          ].map((what) => most(name, keys, what));
          return `${sent}, ${connections}, ${handshakes} (${resumed}), ${atOnce}`;
        }),
      ]),
    ),
  ];
};

const growth = (figures) => {
  const exponent = (value) => (value === undefined ? NONE : value.toFixed(2));
  const rows = operations.flatMap((operation) =>
    figures.contestants.flatMap((name) => {
      const fit = figures.growth(name, operation);
      if (fit === undefined) return [];
      const { fixedMs, perKeyMs } = fit;
      const each = `${perKeyMs.toFixed(1)} ms`;
      return [[operation, name, seconds(fixedMs), each, exponent(fit.exponent), exponent(fit.exponentBeyond)]];
    }),
  );
  if (rows.length === 0) return [];
  return [
    "Growth: the time of the smallest stack, of each key more, and the exponent b of time = a × keys^b, of the whole and of what is beyond the smallest stack (from 100 keys on). 1 is linear.",
    tableOf(["run", "of", "smallest", "a key more", "b", "b beyond"], rows),
  ];
};

const latency = (results) => {
  const rows = latencyFigures(results).map((each) => [
    `${each.latencyMs} ms`,
    seconds(each.idealMs),
    `${seconds(each.wall.median)} ${percent(each.wall.spread)}`,
    ratioText(each.ratio),
    ...[each.beforeMs, each.spanMs, each.afterMs].map(seconds),
    `${((each.keys / each.spanMs) * 1000).toFixed(0)} keys/s`,
    each.idealMs === 0 ? NONE : `${((each.keys / each.idealMs) * 1000).toFixed(0)} keys/s`,
    String(each.mostAtOnce),
    String(each.connections),
  ]);
  if (rows.length === 0) return [];
  const { parallel } = results;
  const { keys } = latencyFigures(results)[0];
  return [
    `Creating ${keysText(keys)} against services of different latencies, with \`--parallel ${parallel}\`. Ideal is ⌈keys / ${parallel}⌉ × latency; throughput is that of the requests, from the first one to the last answer:`,
    tableOf(
      [
        "latency",
        "ideal",
        "create",
        "of the larger of floor and ideal",
        "before the first request",
        "requests",
        "after the last answer",
        "throughput",
        "ideal throughput",
        "at once",
        "connections",
      ],
      rows,
    ),
  ];
};

const leftOut = ({ leftOut: list }) =>
  list.length === 0
    ? []
    : [
        "Left out:",
        list.map(({ contestant, keys, why }) => `- ${contestant}, from ${keysText(keys)} on: ${why}`).join("\n"),
      ];

/** Everything that was measured on one engine, ratios first, as paragraphs of Markdown. */
export const engineTables = (results) => {
  const figures = createFigures(results);
  return {
    ratios: [...ratios(figures), ...leftOut(results)],
    rest: [
      ...times(figures),
      ...growth(figures),
      ...state(figures),
      ...requests(figures),
      ...latency(results),
      ...memory(figures),
    ],
  };
};
