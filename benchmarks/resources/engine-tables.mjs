import { tableOf } from "../statistics.mjs";
import { createFigures } from "./figures.mjs";
import { OPERATIONS } from "./stack-run.mjs";
import { subscriptionTables } from "./subscription-tables.mjs";
import { keysText, kilobytes, megabytes, NONE, percent, ratioText, seconds } from "./texts.mjs";

const operations = OPERATIONS.map(([operation]) => operation);

/** A table with a row for each operation and contestant, and a column for each size. */
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
    "Time divided by the time of the floor in the same round:",
    bySize(figures, (name, keys, operation) => ratioText(figures.ratio(name, "floor", keys, operation)), others),
    "The same for processor time, of all processes:",
    bySize(figures, (name, keys, operation) => ratioText(figures.ratio(name, "floor", keys, operation, "CPU")), others),
  ];
};

const times = (figures) => [
  "Time ± spread, and processor time:",
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
    const bytes = figures.stackOf(name, keys)?.operations[operation].peakBytes[role];
    return bytes === undefined ? NONE : megabytes(bytes);
  };
  const roles = ["engine", "program", "provider", "language host"].filter((role) =>
    figures.contestants.some((name) => peak(name, "create", role) !== NONE),
  );
  if (roles.length === 0) return ["Peak memory is measured only on Linux."];
  return [
    `Peak memory of each process, with ${keysText(keys)}:`,
    tableOf(
      ["run", "of", ...roles],
      operations.flatMap((operation) =>
        figures.contestants
          .filter((name) => figures.stackOf(name, keys) !== undefined)
          .map((name) => [operation, name, ...roles.map((role) => peak(name, operation, role))]),
      ),
    ),
  ];
};

const state = (figures) => [
  "State of each key in the export, without white space. It contains the text of the provider twice:",
  tableOf(
    ["", ...figures.sizes.map(keysText), "without the text", "text"],
    figures.contestants.map((name) => {
      const { bytesPerKeyBeside, providerTextBytes } = figures.stackOf(name, figures.sizesOf(name).at(-1));
      return [
        name,
        ...figures.sizes.map((keys) => {
          const bytes = figures.bytesPerKey(name, keys);
          return bytes === undefined ? NONE : kilobytes(bytes);
        }),
        kilobytes(bytesPerKeyBeside),
        `${providerTextBytes} bytes`,
      ];
    }),
  ),
];

const requests = (figures) => {
  const senders = figures.contestants.filter(
    (name) => figures.stackOf(name, figures.sizesOf(name)[0]).seen.requests > 0,
  );
  return [
    "What the service counted during a create: requests, connections, TLS handshakes (resumed ones), and the most requests at once:",
    tableOf(
      ["", ...figures.sizes.map(keysText)],
      senders.map((name) => [
        name,
        ...figures.sizes.map((keys) => {
          const seen = figures.stackOf(name, keys)?.seen;
          if (seen === undefined) return NONE;
          return `${seen.requests}, ${seen.connections}, ${seen.handshakes} (${seen.resumed}), ${seen.mostAtOnce}`;
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
    "Growth: the time of the smallest stack, the time of each additional key, and the exponent b of time = a × keys^b, for the whole time and for the time beyond the smallest stack (from 100 keys). 1 is linear.",
    tableOf(["run", "of", "smallest", "per additional key", "b", "b beyond"], rows),
  ];
};

const latency = ({ latencies, parallel }) => {
  const rows = latencies.map((each) => [
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
  const { keys } = latencies[0];
  return [
    `Creating ${keysText(keys)} with services of different latencies and \`--parallel ${parallel}\`. The ideal time is ⌈keys / ${parallel}⌉ × latency. Throughput is measured from the first request to the last answer:`,
    tableOf(
      [
        "latency",
        "ideal",
        "create",
        "divided by the larger of floor and ideal",
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
        "Not measured:",
        list.map(({ contestant, keys, why }) => `- ${contestant}, from ${keysText(keys)}: ${why}`).join("\n"),
      ];

/** All tables of one engine, as Markdown paragraphs. */
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
      ...subscriptionTables(results),
      ...memory(figures),
    ],
  };
};
