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
      `no connection is configured in ${where}. Choose a stack with --stack, or set CYBERSOURCE_ENVIRONMENT and credentials`,
    );
  }
  const reports = (await Promise.all(names.map((each) => checkConnection(each, organization, configured)))).flat();
  process.stdout.write(format === "json" ? `${JSON.stringify(reports, undefined, 2)}\n` : accessText(reports));
  if (!reports.every(isAllRight)) process.exitCode = 1;
};

export const addCheckAccess = (program: Command): void => {
  const command = program
    .command("check-access")
    .summary("check credentials, clock, host and permissions")
    .description(
      "Checks each connection with a request that only reads: GET the products of an organization. Creates no keys. " +
        "Reads settings from the stack's configuration and from environment variables.",
    )
    .option("--organization <ids...>", "organizations to check (default: merchantId)")
    .option("--connection <names...>", "connections to check (default: all)");
  addFormats(addProjectFolder(addStack(command)), ["table", "json"]).action(check);
};
