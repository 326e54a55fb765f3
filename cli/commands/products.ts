import { type Command } from "commander";
import { type ProductsFound } from "../webhooks/products.js";
import { type Listing, listPlaces } from "./list-places.js";

const loadListing = async (): Promise<Listing<ProductsFound>> => {
  const { productLines, productsFound } = await import("../webhooks/products.js");
  return {
    find: async (client, place, resources) => productsFound(await client.products(place), place, resources),
    linesOf: (found, { organizationId }) => productLines(found, organizationId),
  };
};

export const addProducts = (program: Command): void => {
  const command = program
    .command("products")
    .summary("list products and events to subscribe to")
    .description(
      "Lists what an organization may subscribe to, and marks encrypted events. Says whether the stack has the encryption " +
        "key for them. Sends only requests that read.",
    );
  listPlaces(command, loadListing);
};
