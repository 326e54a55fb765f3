import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { addCheckAccess } from "./commands/check-access.js";
import { addCheckTokenEndpoint } from "./commands/check-token-endpoint.js";
import { addImportFile } from "./commands/import-file.js";
import { addProducts } from "./commands/products.js";
import { addSendTest } from "./commands/send-test.js";
import { addStatus } from "./commands/status.js";
import { addSubscriptions } from "./commands/subscriptions.js";
import { withoutSecrets } from "./without-secrets.js";

const packageJson = (): { version: string } =>
  JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };

/** The command line of the package. A command loads its implementation only when it runs, so that help is fast. */
export const createProgram = (): Command => {
  const program = new Command("pulumi-cybersource-webhooks")
    .description("Tools for Cybersource and Visa Acceptance webhooks.")
    .version(packageJson().version)
    .configureOutput({ outputError: (text, write) => write(withoutSecrets(text)) })
    .addHelpText("afterAll", "\nExit codes: 0 success, 1 a check failed, 2 invalid usage or an error.")
    .exitOverride();
  addCheckAccess(program);
  addCheckTokenEndpoint(program);
  addStatus(program);
  addImportFile(program);
  addProducts(program);
  addSubscriptions(program);
  addSendTest(program);
  return program;
};

/**
 * Turns no arguments, and the word `help`, into --help. After an unknown command, drops all other arguments: with --help, the
 * parser would print help instead of an error.
 */
export const normalizeArguments = (program: Command, args: readonly string[]): string[] => {
  const [first = "help", second = ""] = args;
  if (first === "help") return second === "" ? ["--help"] : normalizeArguments(program, [second, "--help"]);
  const isCommand = program.commands.some((command) => command.name() === first);
  return isCommand || first.startsWith("-") ? [...args] : [first];
};
