import { median } from "../statistics.mjs";
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
  // One key pays for the start of every process; beside it the others would not be seen.
  return barChart({ title: `Creating: time a key, ${title}`, groups: groups.length > 2 ? groups.slice(2) : groups });
};

const stateChart = (figures, title) => {
  const bars = figures.contestants.map((name) => {
    const bytes = figures.bytesPerKey(name, figures.sizesOf(name).at(-1));
    return { name, value: bytes, text: kilobytes(bytes) };
  });
  return barChart({ title: `State of one key, ${title}`, groups: [{ label: "", bars }] });
};

/** The floor has nothing beyond itself. */
const withoutFloor = (byName) => Object.entries(byName).filter(([name]) => name !== "floor");

const packageCharts = ({ loading, installed }) => [
  {
    file: "loading.svg",
    title: "Loading in a program",
    svg: barChart({
      title: "Time to load in a program, beyond @pulumi/pulumi",
      groups: [
        {
          label: "",
          bars: withoutFloor(loading).map(([name, { program }]) => ({
            name,
            value: median(program),
            text: milliseconds(median(program)),
          })),
        },
      ],
    }),
  },
  {
    file: "installed.svg",
    title: "Installed",
    svg: barChart({
      title: "Installed beyond @pulumi/pulumi's own",
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

/** Every chart of the results: its file, what it shows and the SVG. */
export const chartsOf = (results) => [
  ...ENGINES.filter(({ name }) => results.engines[name] !== undefined).flatMap(({ name, title }) => {
    const figures = createFigures(results.engines[name]);
    return [
      { file: `${name}-times.svg`, engine: name, title: "Times", svg: timesChart(figures, title) },
      { file: `${name}-growth.svg`, engine: name, title: "Creating, time a key", svg: growthChart(figures, title) },
      { file: `${name}-state.svg`, engine: name, title: "State of a key", svg: stateChart(figures, title) },
    ];
  }),
  ...packageCharts(results),
];
