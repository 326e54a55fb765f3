import { type Command } from "commander";
import { addFormats, addProjectFolder, addStack } from "./options.js";

interface CommandLine {
  organization?: string[];
  connection?: string[];
  /** False with --no-stack. */
  stack?: string | false;
  cwd?: string;
  format: "table" | "json";
}

const check = async (options: CommandLine): Promise<void> => {
  const { organization = [], connection = [], stack, cwd, format } = options;
  const { selectedStack } = await import("../access/selected-stack.js");
  const { readConfiguredConnections } = await import("../access/read-settings.js");
  const { checkConnection } = await import("../access/check-connection.js");
  const { isAllRight } = await import("../access/access-report.js");
  const { accessText } = await import("../access/access-text.js");

  const name = stack ?? (await selectedStack(cwd, (line) => console.error(`note: ${line}`)));
  const configured = await readConfiguredConnections(name === false ? undefined : name, cwd, process.env);
  const names = connection.length > 0 ? connection : configured.names;
  if (names.length === 0) {
    const where = name === false || name === undefined ? "the environment" : `the stack ${name} or the environment`;
    throw new Error(
      `no connection is configured in ${where}: name a stack with --stack, or set CYBERSOURCE_ENVIRONMENT and others`,
    );
  }
  const reports = (await Promise.all(names.map((each) => checkConnection(each, organization, configured)))).flat();
  process.stdout.write(format === "json" ? `${JSON.stringify(reports, undefined, 2)}\n` : accessText(reports));
  if (!reports.every(isAllRight)) process.exitCode = 1;
};

/** `check-access`: whether each connection may do what a run needs, found out without making anything. */
export const addCheckAccess = (program: Command): void => {
  const command = program
    .command("check-access")
    .summary("whether credentials, clock, host and permissions are right")
    .description(
      "Sends the one call that only reads, GET products of an organization, with each configured connection. No key " +
        "is made. Settings come from the stack's configuration and the environment.",
    )
    .option("--organization <ids...>", "organizations; else merchantId of each connection")
    .option("--connection <names...>", "connections; else all that are configured");
  addFormats(addProjectFolder(addStack(command)), ["table", "json"]).action(check);
};
