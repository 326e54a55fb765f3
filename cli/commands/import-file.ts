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
    command.error("error: what is printed holds the key: pipe it into `pulumi import --file /dev/stdin`");
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
      `note: the connection ${connection ?? "default"} is not configured here, so the host that issued the key is not stored`,
    );
  }
  process.stdout.write(`${JSON.stringify(file)}\n`);
};

/** `import-file`: what `pulumi import --file` needs to take over a key that exists, without a request. */
export const addImportFile = (program: Command): void => {
  const command = program
    .command("import-file")
    .summary("a key that exists, as a file for `pulumi import`")
    .description(
      "Reads the service's answer to CREATE or STORE from standard input, and prints the file that `pulumi import " +
        "--file` takes over the key with. Nothing is sent. Pipe it: it holds the key.",
    )
    .requiredOption("--name <name>", "name of the resource in the program")
    .option("--expiry-duration <days>", "as in the program, where it says so", wholeDays)
    .option("--key-provider <id>", "as in the program, where it says so")
    .option("--tenant <id>", "as in the program, where it says so")
    .option("--connection <name>", "as in the program, where it says so");
  addProjectFolder(addStack(command)).action(print);
};
