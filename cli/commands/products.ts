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
  const { productLines, productsFound } = await import("../webhooks/products.js");
  const { readStackResources } = await import("../webhooks/stack-resources.js");

  const note = (line: string): void => console.error(`note: ${line}`);
  const chosen = await chooseConnections(options, note);
  const resources = await readStackResources(chosen.stack, cwd);
  const client = createClient();
  const asked = await askPlaces(chosen, organization, note, async (place) =>
    productsFound(await client.products(place), place, resources),
  );
  process.stdout.write(
    format === "json"
      ? placesJson(asked)
      : placesText(asked, (found, place) => productLines(found, place.organizationId)),
  );
  if (asked.some(({ error }) => error !== undefined)) process.exitCode = 2;
};

export const addProducts = (program: Command): void => {
  const command = program
    .command("products")
    .summary("list products and events to subscribe to")
    .description(
      "Lists what an organization may subscribe to, and marks encrypted events. Says whether the stack has the encryption " +
        "key for them. Sends only requests that read.",
    );
  addFormats(addProjectFolder(addStack(addConnections(command))), ["table", "json"]).action(list);
};
