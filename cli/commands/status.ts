import { type Command, Option } from "commander";
import { type StatusReport } from "../status/key-status.js";
import { addFormats, addProjectFolder, wholeDays } from "./options.js";

const FORMATS = ["table", "json", "markdown", "prometheus", "html"] as const;
/** Lines in files and pipes may have any length. */
const UNLIMITED = Number.POSITIVE_INFINITY;

interface CommandLine {
  stack?: string[];
  cwd?: string;
  state?: string[];
  format: (typeof FORMATS)[number];
  failIn?: number;
}

const widthOf = (): number => {
  const fromEnvironment = Number(process.env["COLUMNS"] ?? "");
  return process.stdout.isTTY ? process.stdout.columns : fromEnvironment > 0 ? fromEnvironment : UNLIMITED;
};

const render = async (format: CommandLine["format"], report: StatusReport): Promise<string> => {
  switch (format) {
    case "json":
      return (await import("../status/formats/json.js")).renderJson(report);
    case "markdown":
      return (await import("../status/formats/markdown.js")).renderMarkdown(report);
    case "prometheus":
      return (await import("../status/formats/prometheus.js")).renderPrometheus(report);
    case "html":
      return (await import("../status/formats/html.js")).renderHtml(report);
    case "table": {
      const { renderTable } = await import("../status/formats/table.js");
      const { paint } = await import("../status/paint.js");
      return renderTable(report, { width: widthOf(), paint });
    }
  }
};

const status = async ({ stack = [], cwd, state = [], format, failIn }: CommandLine): Promise<void> => {
  const { readStates } = await import("../status/read-states.js");
  const { createReport } = await import("../status/report.js");
  const { alarmsOf } = await import("../status/alarms.js");
  const states = await readStates({ stateFiles: state, stacks: stack, cwd });
  const report = await createReport(states, { now: new Date(), env: process.env });
  process.stdout.write(await render(format, report));
  if (failIn === undefined) return;
  const alarms = alarmsOf(report, failIn);
  if (alarms.length === 0) return;
  console.error(alarms.join("\n"));
  process.exitCode = 1;
};

export const addStatus = (program: Command): void => {
  const command = program
    .command("status")
    .summary("show keys, subscriptions, and what to do")
    .description(
      "Shows each key of a stack, its days left, and what the next `pulumi up` will do with it; and whether each " +
        "subscription delivers. Sends no requests, and shows no key, key ID, exact date or URL beyond its origin.",
    )
    .option("--stack <names...>", "stacks to read (default: the selected one)");
  addFormats(addProjectFolder(command), FORMATS)
    .addOption(
      new Option("--state <files...>", "read exported states instead (-: standard input)").conflicts(["stack", "cwd"]),
    )
    .addOption(
      new Option(
        "--fail-in <days>",
        "exit with 1 if a key expires within these days, or a subscription is stopped",
      ).argParser(wholeDays),
    )
    .action(status);
};
