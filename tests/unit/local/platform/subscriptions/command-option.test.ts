import { expect, test } from "@jest/globals";
import { Command } from "commander";
import { subscriptionsOption } from "../../../../../local/platform/subscriptions/command-option.js";

const parsed = (text: string): unknown =>
  new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addOption(subscriptionsOption())
    .parse(["--subscriptions", text], { from: "user" })
    .opts()["subscriptions"];

test("switches and products can be given as JSON", () => {
  const products = { org: [{ productId: "p", productName: "P", eventTypes: [{ eventName: "e" }] }] };
  expect(parsed(JSON.stringify({ firstStatus: "ACTIVE", products }))).toMatchObject({
    firstStatus: "ACTIVE",
    reviewAfterMs: 86_400_000,
    products: { org: [{ productId: "p", eventTypes: [{ eventName: "e", payloadEncryption: false }] }] },
  });
});

test.each([
  ["not JSON", "expected object"],
  ['{"firstStatus":"OTHER"}', "firstStatus"],
  ['{"unknown":1}', "unknown"],
  ['{"products":{"org":[{}]}}', "products.org[0].productId"],
])("%s is refused", (text, told) => {
  expect(() => parsed(text)).toThrow(told);
});
