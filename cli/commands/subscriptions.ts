import { type Command } from "commander";
import { type SubscriptionsFound } from "../webhooks/subscriptions.js";
import { type Listing, listPlaces } from "./list-places.js";

const loadListing = async (): Promise<Listing<SubscriptionsFound>> => {
  const { subscriptionLines, subscriptionsFound } = await import("../webhooks/subscriptions.js");
  return {
    find: async (client, place, resources) => subscriptionsFound(await client.list(place), place, resources),
    linesOf: subscriptionLines,
  };
};

export const addSubscriptions = (program: Command): void => {
  const command = program
    .command("subscriptions")
    .summary("list subscriptions that exist")
    .description(
      "Lists the subscriptions that an organization has at the platform, which of them the stack manages, and how to adopt " +
        "the others. Shows only the origin of a URL. Sends only requests that read.",
    );
  listPlaces(command, loadListing);
};
