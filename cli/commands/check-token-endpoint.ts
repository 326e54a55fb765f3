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
    command.error(`error: the secret can't be passed as an argument; set ${SECRET_VARIABLE} or use --secret-stdin`);
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

export const addCheckTokenEndpoint = (program: Command): void => {
  const command = program
    .command("check-token-endpoint")
    .summary("check that your OAuth server answers as the platform needs")
    .description(
      "Requests tokens from your OAuth token endpoint as the platform does, and checks the answers. Two of the " +
        "requests have a wrong secret, one has an unknown grant type.\n\n" +
        `Reads the client secret from ${SECRET_VARIABLE}, from standard input, or from a hidden prompt.`,
    )
    .argument("<url>", "the token endpoint, oAuthURL of the webhook: https, or http on loopback")
    .requiredOption("--client-id <id>", "clientId of the WebhookOAuthCredential")
    .option("--scope <scope>", "scope to request (default: none)")
    .option("--secret-stdin", "read the client secret from standard input")
    .addOption(new Option("--client-secret [secret]").hideHelp());
  addFormats(command, ["table", "json"]).action(check);
};
