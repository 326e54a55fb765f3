import { type Command } from "commander";
import { addProjectFolder, addStack, wholeDays } from "./options.js";

interface CommandLine {
  name: string;
  expiryDuration?: number;
  keyProvider?: string;
  tenant?: string;
  connection?: string;
  /** False with --no-stack. */
  stack?: string | false;
  cwd?: string;
}

const print = async (options: CommandLine, command: Command): Promise<void> => {
  const { name, expiryDuration, keyProvider, tenant, connection, stack, cwd } = options;
  if (process.stdout.isTTY) {
    command.error("error: the output contains the key. Pipe it into `pulumi import --file /dev/stdin`");
  }
  if (process.stdin.isTTY) command.error("error: pass the service's answer on standard input: … < answer.json");
  const { buffer } = await import("node:stream/consumers");
  const { decodeText } = await import("../decode-text.js");
  const { readAnswer } = await import("../import/read-answer.js");
  const { importFile } = await import("../import/import-file.js");
  const { hostOfConnection } = await import("../import/host-of-connection.js");

  const answered = readAnswer(decodeText(await buffer(process.stdin)));
  const host = await hostOfConnection({ connection, stack, cwd, environment: process.env });
  const file = importFile(answered, { name, expiryDuration, keyProvider, tenant, connection, host, now: new Date() });
  if (host === undefined) {
    console.error(
      `note: the connection ${connection ?? "default"} is not configured here, so the key is stored without its host`,
    );
  }
  process.stdout.write(`${JSON.stringify(file)}\n`);
};

export const addImportFile = (program: Command): void => {
  const command = program
    .command("import-file")
    .summary("turn an existing key into a file for `pulumi import`")
    .description(
      "Reads the service's answer to CREATE or STORE from standard input, and prints a file with which `pulumi import " +
        "--file` imports the key. Sends no requests. The file contains the key, so pipe it.",
    )
    .requiredOption("--name <name>", "name of the resource in the program")
    .option("--expiry-duration <days>", "expiryDuration, if the program sets it", wholeDays)
    .option("--key-provider <id>", "keyProvider, if the program sets it")
    .option("--tenant <id>", "tenant, if the program sets it")
    .option("--connection <name>", "connection, if the program sets it");
  addProjectFolder(addStack(command)).action(print);
};
