import { type Command, Option } from "commander";
import { type StatusReport } from "../status/key-status.js";
import { addFormats, addProjectFolder, wholeDays } from "./options.js";

const FORMATS = ["table", "json", "markdown", "prometheus", "html"] as const;
/** Where nothing tells how long a line may be, as in a file, it may be long. */
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

/** `status`: every key of some stacks, the time it has left, and what the next run does with it. */
export const addStatus = (program: Command): void => {
  const command = program
    .command("status")
    .summary("every key, the days it has left, and what the next `pulumi up` does")
    .description(
      "Tells of every key in some stacks how many days it has left and what the next `pulumi up` does with it. " +
        "Nothing is sent, and no key, key id or exact date is shown.",
    )
    .option("--stack <names...>", "stacks, read by the Pulumi CLI; else the selected one");
  addFormats(addProjectFolder(command), FORMATS)
    .addOption(
      new Option("--state <files...>", "exported states in place of stacks, - for standard input").conflicts([
        "stack",
        "cwd",
      ]),
    )
    .addOption(new Option("--fail-in <days>", "end with 1 if a key expires within so many days").argParser(wholeDays))
    .action(status);
};
