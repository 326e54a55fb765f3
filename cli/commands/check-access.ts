import { type Command } from "commander";
import { type ConnectionOptions } from "../access/chosen-connections.js";
import { addConnections, addFormats, addProjectFolder, addStack } from "./options.js";

interface CommandLine extends ConnectionOptions {
  readonly organization?: string[];
  readonly format: "table" | "json";
}

const check = async (options: CommandLine): Promise<void> => {
  const { organization = [], format } = options;
  const { chooseConnections } = await import("../access/chosen-connections.js");
  const { checkConnection } = await import("../access/check-connection.js");
  const { isAllRight } = await import("../access/access-report.js");
  const { accessText } = await import("../access/access-text.js");

  const { configured, names } = await chooseConnections(options, (line) => console.error(`note: ${line}`));
  const reports = (await Promise.all(names.map((each) => checkConnection(each, organization, configured)))).flat();
  process.stdout.write(format === "json" ? `${JSON.stringify(reports, undefined, 2)}\n` : accessText(reports));
  if (!reports.every(isAllRight)) process.exitCode = 1;
};

export const addCheckAccess = (program: Command): void => {
  const command = program
    .command("check-access")
    .summary("check credentials, clock, host and permissions")
    .description(
      "Checks each connection with requests that only read: GET the products and the subscriptions of an organization. " +
        "Creates nothing. Reads settings from the stack's configuration and from environment variables.",
    );
  addFormats(addProjectFolder(addStack(addConnections(command))), ["table", "json"]).action(check);
};
