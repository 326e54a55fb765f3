import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { addCheckAccess } from "./commands/check-access.js";
import { addCheckTokenEndpoint } from "./commands/check-token-endpoint.js";
import { addStatus } from "./commands/status.js";

const packageJson = (): { version: string } =>
  JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { version: string };

/** What was not understood may be a secret in the wrong place, so it is not repeated. */
const withoutUnknown = (text: string): string =>
  text.replace(/(unknown (?:option|command)) '.*'/s, "$1").replace(/(too many arguments .* but got \d+): .*/s, "$1.\n");

/** The command line of the package. A command describes itself here; what it works with is loaded when it is called. */
export const createProgram = (): Command => {
  const program = new Command("pulumi-cybersource-webhooks")
    .description("What a team needs around the keys of Cybersource / Visa Acceptance webhooks.")
    .version(packageJson().version)
    .configureOutput({ outputError: (text, write) => write(withoutUnknown(text)) })
    .addHelpText("afterAll", "\nExit codes: 0 all is right, 1 a check failed, 2 wrong use or an error.")
    .exitOverride();
  addCheckAccess(program);
  addCheckTokenEndpoint(program);
  addStatus(program);
  return program;
};
