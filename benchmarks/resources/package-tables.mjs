import { tableOf } from "../statistics.mjs";
import { megabytes, milliseconds, NONE, percent } from "./texts.mjs";

const loadText = (time) =>
  time === undefined || time.median < 0.05 ? NONE : `${milliseconds(time.median)} ${percent(time.spread)}`;

const loading = ({ loading: times }) =>
  tableOf(
    ["", "in the program", "in the provider, without changes", "in the provider, creating a key"],
    Object.entries(times)
      .filter(([name]) => name !== "floor")
      .map(([name, { program, quiet, create }]) => [name, loadText(program), loadText(quiet), loadText(create)]),
  );

const loaded = ({ modules }) =>
  tableOf(
    ["", ...Object.keys(Object.values(modules)[0] ?? {})],
    Object.entries(modules).map(([name, byProcess]) => [
      name,
      ...Object.values(byProcess).map((packages) =>
        packages.length > 12
          ? `${packages.length} packages`
          : packages.map((each) => `\`${each}\``).join(", ") || "none",
      ),
    ]),
  );

const installed = ({ installed: all }) =>
  tableOf(
    ["", "packages", "size"],
    Object.entries(all)
      .filter(([name]) => name !== "floor")
      .map(([name, { packages, bytes }]) => [name, String(packages), megabytes(bytes)]),
  );

/** The tables that don't depend on the engine, as Markdown paragraphs. */
export const packageTables = (summary) => [
  "Time to load the modules, in a new process that has already loaded `@pulumi/pulumi`:",
  loading(summary),
  ...(Object.keys(summary.modules).length === 0
    ? []
    : ["Packages that are loaded in addition to those of the floor:", loaded(summary)]),
  "Installed in addition to a program with only `@pulumi/pulumi`, without optional packages:",
  installed(summary),
];
