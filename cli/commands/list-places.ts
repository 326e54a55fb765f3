import { type Command } from "commander";
import { type ConnectionOptions } from "../access/chosen-connections.js";
import { type Asked, type OpenPlace } from "../webhooks/ask-places.js";
import { type StackResources } from "../webhooks/stack-resources.js";
import { type SubscriptionsClient } from "../../provider/api/subscriptions.js";
import { addConnections, addFormats, addProjectFolder, addStack } from "./options.js";

interface CommandLine extends ConnectionOptions {
  readonly organization?: string[];
  readonly format: "table" | "json";
}

/** What a command lists. */
export interface Listing<Found> {
  /** Asks the service, and compares the answer with the stack. */
  readonly find: (
    client: SubscriptionsClient,
    place: OpenPlace,
    resources: StackResources | undefined,
  ) => Promise<Found>;
  readonly linesOf: (found: Found, place: Asked<Found>) => readonly string[];
}

const list = async <Found extends object>(
  loadListing: () => Promise<Listing<Found>>,
  options: CommandLine,
): Promise<void> => {
  const { organization = [], cwd, format } = options;
  const { chooseConnections } = await import("../access/chosen-connections.js");
  const { askPlaces, createClient } = await import("../webhooks/ask-places.js");
  const { placesJson, placesText } = await import("../webhooks/places-text.js");
  const { readStackResources } = await import("../webhooks/stack-resources.js");
  const { find, linesOf } = await loadListing();

  const note = (line: string): void => console.error(`note: ${line}`);
  const chosen = await chooseConnections(options, note);
  const resources = await readStackResources(chosen.stack, cwd);
  const client = createClient();
  const asked = await askPlaces(chosen, organization, note, (place) => find(client, place, resources));
  process.stdout.write(format === "json" ? placesJson(asked) : placesText(asked, linesOf));
  if (asked.some(({ error }) => error !== undefined)) process.exitCode = 2;
};

/** Lets a command list something of each connection and organization. */
export const listPlaces = <Found extends object>(
  command: Command,
  loadListing: () => Promise<Listing<Found>>,
): Command =>
  addFormats(addProjectFolder(addStack(addConnections(command))), ["table", "json"]).action((options: CommandLine) =>
    list(loadListing, options),
  );
