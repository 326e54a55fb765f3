import { expect, test } from "@jest/globals";
import { productLines, productsFound } from "../../../../cli/webhooks/products.js";
import { type StackResources } from "../../../../cli/webhooks/stack-resources.js";
import { noAuthentication } from "../../../../provider/auth/none.js";
import { type Product } from "../../../../provider/api/subscription-wire.js";
import { type PackageResource } from "../../../../cli/status/deployment.js";

const connection = {
  origin: "https://api.example.com",
  authenticate: noAuthentication(),
  senderOrganizationId: undefined,
  permissions: undefined,
};
const PLACE = { connection, organizationId: "my_org", host: "api.example.com" };

const encryptionKey = (name: string, organizationId = "my_org", host = "api.example.com"): PackageResource => {
  const type = "pulumi-nodejs:dynamic/cybersource-webhooks:WebhookEncryptionKey";
  return { urn: `urn:pulumi:dev::webhooks::${type}::${name}`, type, outputs: { organizationId, host } };
};
const stackWith = (...encryptionKeys: PackageResource[]): StackResources => ({
  stack: "dev",
  subscriptions: [],
  encryptionKeys,
});

const PRODUCTS: readonly Product[] = [
  {
    productId: "tokenManagement",
    productName: "Token Management",
    events: [{ eventName: "tms.networktoken.updated", isEncrypted: false }],
  },
  { productId: "payments", productName: undefined, events: [{ eventName: "payments.accepted", isEncrypted: true }] },
  { productId: "tax", productName: "Tax\u001b[31m", events: [] },
];
const linesOf = (products: readonly Product[], resources?: StackResources): string[] =>
  productLines(productsFound(products, PLACE, resources), "my_org");

const LISTED = [
  "tokenManagement  Token Management",
  "  tms.networktoken.updated",
  "payments",
  "  payments.accepted  encrypted",
  "tax  Tax?[31m",
  "  no events to subscribe to",
  "",
];
const NEEDED = "To decrypt encrypted events, a receiver needs the private key of a WebhookEncryptionKey.";

test.each<[what: string, resources: StackResources | undefined, told: string]>([
  ["no stack was read", undefined, "No stack was read to look for one."],
  [
    "the stack has one",
    stackWith(encryptionKey("orders")),
    "The stack dev has one for my_org: orders. Whether it has expired is shown by `status`.",
  ],
  [
    "the stack has one of another organization and one at another host",
    stackWith(encryptionKey("a", "other_org"), encryptionKey("b", "my_org", "other.example.com")),
    "The stack dev has none for my_org at this host.",
  ],
])("marks encrypted events, and says whether there's an encryption key: %s", (_what, resources, told) => {
  expect(linesOf(PRODUCTS, resources)).toEqual([...LISTED, `${NEEDED} ${told}`]);
});

test("says nothing about encryption keys if no event is encrypted", () => {
  expect(linesOf(PRODUCTS.slice(0, 1))).toEqual(LISTED.slice(0, 2));
});

test("says what to do if there are no products", () => {
  expect(linesOf([])).toEqual(["no products: ask the vendor to enable them for this organization"]);
});
