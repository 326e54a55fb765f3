import { type Command } from "commander";
import { type ConnectionOptions } from "../access/chosen-connections.js";
import { addConnections, addFormats, addProjectFolder, addStack } from "./options.js";

interface CommandLine extends ConnectionOptions {
  readonly organization?: string[];
  readonly format: "table" | "json";
}

const list = async (options: CommandLine): Promise<void> => {
  const { organization = [], cwd, format } = options;
  const { chooseConnections } = await import("../access/chosen-connections.js");
  const { askPlaces, createClient } = await import("../webhooks/ask-places.js");
  const { placesJson, placesText } = await import("../webhooks/places-text.js");
  const { subscriptionLines, subscriptionsFound } = await import("../webhooks/subscriptions.js");
  const { readStackResources } = await import("../webhooks/stack-resources.js");

  const note = (line: string): void => console.error(`note: ${line}`);
  const chosen = await chooseConnections(options, note);
  const resources = await readStackResources(chosen.stack, cwd);
  const client = createClient();
  const asked = await askPlaces(chosen, organization, note, async (place) =>
    subscriptionsFound(await client.list(place), place, resources),
  );
  process.stdout.write(format === "json" ? placesJson(asked) : placesText(asked, subscriptionLines));
  if (asked.some(({ error }) => error !== undefined)) process.exitCode = 2;
};

export const addSubscriptions = (program: Command): void => {
  const command = program
    .command("subscriptions")
    .summary("list subscriptions that exist")
    .description(
      "Lists the subscriptions that an organization has at the platform, which of them the stack manages, and how to adopt " +
        "the others. Shows only the origin of a URL. Sends only requests that read.",
    );
  addFormats(addProjectFolder(addStack(addConnections(command))), ["table", "json"]).action(list);
};
