import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { addCheckAccess } from "./commands/check-access.js";
import { addCheckTokenEndpoint } from "./commands/check-token-endpoint.js";
import { addImportFile } from "./commands/import-file.js";
import { addStatus } from "./commands/status.js";
import { withoutSecrets } from "./unknown-words.js";

const packageJson = (): { version: string } =>
  JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };

/** The command line of the package. A command describes itself here; what it works with is loaded when it is called. */
export const createProgram = (): Command => {
  const program = new Command("pulumi-cybersource-webhooks")
    .description("What a team needs around the keys of Cybersource / Visa Acceptance webhooks.")
    .version(packageJson().version)
    .configureOutput({ outputError: (text, write) => write(withoutSecrets(text)) })
    .addHelpText("afterAll", "\nExit codes: 0 all is right, 1 a check failed, 2 wrong use or an error.")
    .exitOverride();
  addCheckAccess(program);
  addCheckTokenEndpoint(program);
  addStatus(program);
  addImportFile(program);
  return program;
};

/**
 * The arguments as they are meant: none asks for help, and so does the word `help`. A word that is no command is left
 * alone, so that it is told of: beside --help it would be passed over.
 */
export const meantArguments = (program: Command, args: readonly string[]): string[] => {
  const [first = "help", second = ""] = args;
  if (first === "help") return second === "" ? ["--help"] : meantArguments(program, [second, "--help"]);
  const isCommand = program.commands.some((command) => command.name() === first);
  return isCommand || first.startsWith("-") ? [...args] : [first];
};
