import { barChart } from "./chart.mjs";
import { ENGINES } from "./engines.mjs";
import { createFigures } from "./figures.mjs";
import { OPERATIONS } from "./stack-run.mjs";
import { keysText, kilobytes, megabytes, milliseconds, seconds } from "./texts.mjs";

const isFound = (value) => value !== undefined;

const timesChart = (figures, title) => {
  const keys = figures.sizes.at(-1);
  const groups = OPERATIONS.map(([operation]) => ({
    label: operation,
    bars: figures.contestants
      .map((name) => {
        const value = figures.value(name, keys, operation);
        return value && { name, value: value.median, text: seconds(value.median) };
      })
      .filter(isFound),
  }));
  return barChart({ title: `Time of a stack of ${keysText(keys)}, ${title}`, groups });
};

const growthChart = (figures, title) => {
  const groups = figures.sizes.map((keys) => ({
    label: keysText(keys),
    bars: figures.contestants
      .map((name) => {
        const value = figures.value(name, keys, "create");
        return value && { name, value: value.median / keys, text: milliseconds(value.median / keys) };
      })
      .filter(isFound),
  }));
  // With one key, starting the processes takes most of the time. Next to its bar, the others would be invisible.
  return barChart({ title: `Creating: time per key, ${title}`, groups: groups.length > 2 ? groups.slice(2) : groups });
};

const stateChart = (figures, title) => {
  const bars = figures.contestants.map((name) => {
    const bytes = figures.bytesPerKey(name, figures.sizesOf(name).at(-1));
    return { name, value: bytes, text: kilobytes(bytes) };
  });
  return barChart({ title: `State of one key, ${title}`, groups: [{ label: "", bars }] });
};

/** The others are compared with the floor, so it has no bar. */
const withoutFloor = (byName) => Object.entries(byName).filter(([name]) => name !== "floor");

const packageCharts = ({ loading, installed }) => [
  {
    file: "loading.svg",
    title: "Loading in a program",
    svg: barChart({
      title: "Time to load in a program, in addition to @pulumi/pulumi",
      groups: [
        {
          label: "",
          bars: withoutFloor(loading).map(([name, { program }]) => ({
            name,
            value: program.median,
            text: milliseconds(program.median),
          })),
        },
      ],
    }),
  },
  {
    file: "installed.svg",
    title: "Installed",
    svg: barChart({
      title: "Installed in addition to @pulumi/pulumi",
      groups: [
        {
          label: "",
          bars: withoutFloor(installed).map(([name, { bytes, packages }]) => ({
            name,
            value: bytes,
            text: `${megabytes(bytes)}, ${packages} packages`,
          })),
        },
      ],
    }),
  },
];

/** All charts: the file, the title and the SVG. */
export const chartsOf = (summary) => [
  ...ENGINES.filter(({ name }) => summary.engines[name] !== undefined).flatMap(({ name, title }) => {
    const figures = createFigures(summary.engines[name]);
    return [
      { file: `${name}-times.svg`, engine: name, title: "Time by operation", svg: timesChart(figures, title) },
      { file: `${name}-growth.svg`, engine: name, title: "Creating: time per key", svg: growthChart(figures, title) },
      { file: `${name}-state.svg`, engine: name, title: "State of a key", svg: stateChart(figures, title) },
    ];
  }),
  ...packageCharts(summary),
];
