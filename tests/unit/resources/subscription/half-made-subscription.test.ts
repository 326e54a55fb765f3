import { afterEach, expect, test } from "@jest/globals";
import { withEarlier } from "../../../../provider/resources/subscription/earlier.js";
import { createHalfMade, fitting } from "../../../../provider/resources/subscription/half-made-subscription.js";
import { type SubscriptionOutputs } from "../../../../provider/resources/subscription/outputs.js";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site | undefined;
afterEach(() => site?.close());

const small = { webhookUrl: "https://hooks.example.com/in", name: "orders" };
const place = { webhookId: "an-id", organizationId: "org", status: "INACTIVE", host: "h", connection: "default" };
/** @param length of each of the products and of the description */
const outputsOf = (length: number): SubscriptionOutputs => {
  const large = { products: ["p".repeat(length)], description: "d".repeat(length) };
  const createdOn = "c".repeat(length);
  return {
    ...place,
    ...small,
    ...large,
    createdOn,
    applied: { sent: { ...small, products: large.products }, answered: {}, takenOver: "mark" },
  };
};

test("outputs that fit into an error stay as they are", () => {
  expect(fitting(outputsOf(3_000))).toEqual(outputsOf(3_000));
});

test("the large parts of outputs that don't are left out, and it stays known which the program gave", () => {
  const applied = { sent: small, answered: {}, takenOver: "mark", earlier: { products: "" } };
  expect(fitting(outputsOf(6_000))).toEqual({ ...place, ...small, applied });
});

test("a long message is cut, and ends with what became of the subscription", () => {
  const { message } = createHalfMade(new Error("e".repeat(9_000)), outputsOf(1), {});
  expect(message).toBe(
    `${"e".repeat(4_000)} The subscription an-id was created and is in the state; the next \`pulumi up\` finishes it.`,
  );
  expect(createHalfMade("none", outputsOf(1), {}).message).toMatch(
    /^unknown error The subscription an-id was created /,
  );
});

test("what was left out is secret if the program drops it before the next run", () => {
  const { applied } = fitting(outputsOf(6_000));
  const found: SubscriptionOutputs = { ...outputsOf(6_000), applied: { sent: small, answered: {} } };
  expect(withEarlier({ ...found }, small, applied).applied.earlier).toEqual({ products: found.products });
  expect(withEarlier({ ...found }, { ...small, products: found.products }, applied).applied).not.toHaveProperty(
    "earlier",
  );
});

test("large products are read by the next run, which sends none of them", async () => {
  site = await startSite({ unavailableProducts: "accepted" });
  const eventTypes = Array.from({ length: 500 }, (_, index) => `event.of.a.long.name.${index}`);
  const news = { ...inputs, products: [{ productId: "tokenManagement", eventTypes }] };
  site.platform.fault({ kind: "answer", made: false, status: 403, body: "{}" }, 1, { action: "SET_STATUS" });
  await expect(site.up(news)).rejects.toThrow("was created and is in the state");
  expect(site.state()?.outputs).not.toHaveProperty("products");
  site.requests();
  await site.up(news);
  expect(site.state()?.outputs).toMatchObject({ products: [{ eventTypes }], status: "ACTIVE" });
  const sent = site.requests().filter(({ action }) => action !== "READ_SUBSCRIPTION");
  expect(sent).toEqual([{ action: "SET_STATUS", body: { status: "ACTIVE" } }]);
});
