import { median, spread, tableOf } from "../statistics.mjs";
import { megabytes, milliseconds, percent } from "./texts.mjs";

const loadText = (values) =>
  values === undefined || median(values) < 0.05 ? "–" : `${milliseconds(median(values))} ${percent(spread(values))}`;

const loading = ({ loading: times }) =>
  tableOf(
    ["", "in the program", "in the provider, nothing to do", "in the provider, a key made"],
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

/** What holds whatever the engine, as paragraphs of Markdown. */
export const packageTables = (results) => [
  "Time to load what is needed, in a new process that has `@pulumi/pulumi` already:",
  loading(results),
  ...(Object.keys(results.modules).length === 0
    ? []
    : ["Packages loaded beyond those that the floor loads:", loaded(results)]),
  "Installed beyond a program that has `@pulumi/pulumi`; packages that are optional are left out:",
  installed(results),
];
