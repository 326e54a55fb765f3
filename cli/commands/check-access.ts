import { type Command } from "commander";

interface CommandLine {
  organization?: string[];
  connection?: string[];
  stack?: string;
  cwd?: string;
  json?: true;
}

const check = async (options: CommandLine, command: Command): Promise<void> => {
  const { organization = [], connection = [], stack, cwd, json } = options;
  if (cwd !== undefined && stack === undefined) command.error("error: option '--cwd <folder>' needs '--stack <name>'");
  const { readConfiguredConnections } = await import("../access/read-settings.js");
  const { checkConnection } = await import("../access/check-connection.js");
  const { isAllRight } = await import("../access/access-report.js");
  const { accessText } = await import("../access/access-text.js");

  const configured = await readConfiguredConnections(stack, cwd, process.env);
  const names = connection.length > 0 ? connection : configured.names;
  if (names.length === 0) {
    throw new Error(
      "no connection is configured: name a stack with --stack, or set CYBERSOURCE_ENVIRONMENT and others",
    );
  }
  const reports = (await Promise.all(names.map((name) => checkConnection(name, organization, configured)))).flat();
  process.stdout.write(json === true ? `${JSON.stringify(reports, undefined, 2)}\n` : accessText(reports));
  if (!reports.every(isAllRight)) process.exitCode = 1;
};

/** `check-access`: whether each connection may do what a run needs, found out without making anything. */
export const addCheckAccess = (program: Command): void => {
  program
    .command("check-access")
    .summary("whether credentials, clock, host and permissions are right")
    .description(
      "Sends the one call that only reads, GET products of an organization, with each configured connection. No key " +
        "is made. Settings come from the stack's configuration, where one is named, and the environment.",
    )
    .option("--organization <ids...>", "organizations; else merchantId of each connection")
    .option("--connection <names...>", "connections; else all that are configured")
    .option("--stack <name>", "take this stack's configuration, read by the Pulumi CLI")
    .option("--cwd <folder>", "folder of the Pulumi project; else the current one")
    .option("--json", "print the report as JSON")
    .action(check);
};
