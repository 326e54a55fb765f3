import { type Command } from "commander";
import { addFormats, addProjectFolder, addStack } from "./options.js";

interface CommandLine {
  readonly organization?: string;
  readonly connection: string;
  /** False with --no-stack. */
  readonly stack?: string | false;
  readonly cwd?: string;
  readonly format: "table" | "json";
}

const send = async (webhookId: string, options: CommandLine): Promise<void> => {
  const { organization, connection, format } = options;
  const { isPathPart } = await import("../../provider/api/path-part.js");
  if (!isPathPart(webhookId)) throw new Error("<webhook-id> is empty or consists of dots. Nothing was sent.");
  const { chooseConnections, noOrganization, organizationsOf } = await import("../access/chosen-connections.js");
  const { createClient, openPlace } = await import("../webhooks/ask-places.js");
  const { sendTest, testText } = await import("../webhooks/send-test.js");

  const note = (line: string): void => console.error(`note: ${line}`);
  const { configured } = await chooseConnections({ ...options, connection: [connection] }, note);
  const [organizationId] = organizationsOf(connection, organization === undefined ? [] : [organization], configured);
  if (organizationId === undefined) throw new Error(noOrganization(connection, configured));
  const place = await openPlace(connection, organizationId, configured, note);
  const report = await sendTest(createClient(), place, webhookId);
  const json = `${JSON.stringify(report, (_key, value: unknown) => value ?? null, 2)}\n`;
  process.stdout.write(format === "json" ? json : testText(report));
  if (report.sent === undefined) process.exitCode = 1;
};

export const addSendTest = (program: Command): void => {
  const command = program
    .command("send-test")
    .summary("ask the platform to send a test")
    .description(
      "Lets the platform deliver a sample of the subscription's first event to its receiver. This can activate a " +
        "subscription without a health URL. `subscriptions` lists the webhook IDs.",
    )
    .argument("<webhook-id>", "webhookId of the subscription")
    .option("--organization <id>", "organization of the subscription (default: merchantId)")
    .option("--connection <name>", "connection to use", "default");
  addFormats(addProjectFolder(addStack(command)), ["table", "json"]).action(send);
};
