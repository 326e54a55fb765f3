import { type Command, Option } from "commander";
import { addFormats } from "./options.js";

const SECRET_VARIABLE = "CYBERSOURCE_TOKEN_CLIENT_SECRET";

interface CommandLine {
  clientId: string;
  scope?: string;
  format: "table" | "json";
  secretStdin?: true;
  clientSecret?: unknown;
}

const check = async (url: string, options: CommandLine, command: Command): Promise<void> => {
  if (options.clientSecret !== undefined) {
    // Other users can read the arguments of a process.
    command.error(`error: the secret is not taken as an argument; set ${SECRET_VARIABLE} or use --secret-stdin`);
  }
  const { readSecret } = await import("../read-secret.js");
  const clientSecret = await readSecret(SECRET_VARIABLE, { isFromStdin: options.secretStdin === true });
  const { checkTokenEndpoint } = await import("../../testing/check-token-endpoint.js");
  const { reportText } = await import("../report-text.js");

  const { clientId, scope } = options;
  const report = await checkTokenEndpoint({ url, clientId, clientSecret, scope });
  console.log(options.format === "json" ? JSON.stringify(report, undefined, 2) : reportText(report));
  if (!report.ok) process.exitCode = 1;
};

/** `check-token-endpoint`: whether a token endpoint answers as the platform needs. */
export const addCheckTokenEndpoint = (program: Command): void => {
  const command = program
    .command("check-token-endpoint")
    .summary("whether your OAuth token endpoint answers as the platform needs")
    .description(
      "Asks your OAuth token endpoint for tokens as the platform does, and tells whether it answers as the platform " +
        "needs. Two requests carry a wrong secret, one an unknown grant type.\n\n" +
        `The client's secret is read from ${SECRET_VARIABLE}, from standard input, or from a hidden prompt.`,
    )
    .argument("<url>", "the token endpoint, oAuthURL of the webhook: https, or http on loopback")
    .requiredOption("--client-id <id>", "clientId of the WebhookOAuthCredential")
    .option("--scope <scope>", "scope to ask for; none unless given")
    .option("--secret-stdin", "read the client's secret from standard input")
    .addOption(new Option("--client-secret [secret]").hideHelp());
  addFormats(command, ["table", "json"]).action(check);
};
