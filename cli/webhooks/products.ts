import { type Product } from "../../provider/api/subscription-wire.js";
import { identityOf, printable } from "../status/identity.js";
import { type OpenPlace } from "./ask-places.js";
import { isOfPlace, type StackResources } from "./stack-resources.js";

/** What an organization may subscribe to, in the words of the API. */
export interface ProductsFound {
  readonly products: readonly {
    readonly productId: string;
    readonly productName: string | undefined;
    readonly eventTypes: readonly { readonly eventName: string; readonly payloadEncryption: boolean }[];
  }[];
  /** The stack that was read; undefined if none was. */
  readonly stack: string | undefined;
  /** Names of the stack's encryption keys of the organization; undefined if no stack was read. */
  readonly encryptionKeys: readonly string[] | undefined;
}

export const productsFound = (
  products: readonly Product[],
  { organizationId, host }: OpenPlace,
  resources: StackResources | undefined,
): ProductsFound => ({
  products: products.map(({ productId, productName, events }) => ({
    productId: printable(productId),
    productName: productName === undefined ? undefined : printable(productName),
    eventTypes: events.map(({ eventName, isEncrypted }) => ({
      eventName: printable(eventName),
      payloadEncryption: isEncrypted,
    })),
  })),
  stack: resources?.stack,
  encryptionKeys: resources?.encryptionKeys
    .filter((resource) => isOfPlace(resource, organizationId, host))
    .map(({ urn }) => identityOf(urn).name),
});

const encryptionLines = (
  { products, stack, encryptionKeys }: ProductsFound,
  organizationId: string | undefined,
): string[] => {
  if (!products.some(({ eventTypes }) => eventTypes.some(({ payloadEncryption }) => payloadEncryption))) return [];
  const needed = "To decrypt encrypted events, a receiver needs the private key of a WebhookEncryptionKey.";
  if (stack === undefined || encryptionKeys === undefined) return ["", `${needed} No stack was read to look for one.`];
  const organization = organizationId ?? "the organization";
  const found =
    encryptionKeys.length === 0
      ? `The stack ${stack} has none for ${organization} at this host.`
      : `The stack ${stack} has one for ${organization}: ${encryptionKeys.join(", ")}. Whether it has expired is shown by \`status\`.`;
  return ["", `${needed} ${found}`];
};

/** The products as lines of text. */
export const productLines = (found: ProductsFound, organizationId: string | undefined): string[] => {
  if (found.products.length === 0) return ["no products: ask the vendor to enable them for this organization"];
  const lines = found.products.flatMap(({ productId, productName, eventTypes }) => [
    [productId, productName].filter((text) => text !== undefined).join("  "),
    ...(eventTypes.length === 0 ? ["  no events to subscribe to"] : []),
    ...eventTypes.map(({ eventName, payloadEncryption }) => `  ${eventName}${payloadEncryption ? "  encrypted" : ""}`),
  ]);
  return [...lines, ...encryptionLines(found, organizationId)];
};
