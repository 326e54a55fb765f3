import { afterEach, describe, expect, test } from "@jest/globals";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
afterEach(() => site.close());

describe("a subscription of another resource of the program", () => {
  const MANAGED =
    "ERR_SUBSCRIPTION_EXISTS: another resource of this program already manages the subscription ID of my_organization. Nothing " +
    "was created or changed. Remove one of the two resources from the program. If both have the same name, in two " +
    "components, give them different names and different events.";

  test.each([
    ["created in this run, under the same name", {}, false],
    ["kept by this run, under the same name", {}, true],
    ["created in this run, is adopted", { adopt: true }, false],
    ["kept by this run, is adopted", { adopt: true }, true],
  ])("is never taken: %s", async (_what, { adopt = false }: { adopt?: boolean }, isRestarted) => {
    site = await startSite();
    await site.up(inputs);
    const id = site.state()?.id ?? "";
    if (isRestarted) {
      site.restart();
      expect(await site.up(inputs)).toEqual([]);
    }
    await expect(site.createOf({ ...inputs, ...(adopt && { adopt: id }) })).rejects.toMatchObject({
      message: MANAGED.replace("ID", id),
    });
    await site.destroy();
    expect(site.platform.subscriptions("my_organization")).toEqual([]);
  });
});

test.each([
  ["adopts", true],
  ["takes over", false],
])(
  "a resource %s what only a refresh has compared: the program no longer has the other one",
  async (_what, isAdopted) => {
    site = await startSite();
    await site.up(inputs);
    const { id = "", outputs = {} } = site.state() ?? {};
    site.restart();
    expect(await site.changes(inputs)).toBe(false);
    const news = { ...inputs, ...(isAdopted && { adopt: id }) };
    await expect(site.createOf(news)).resolves.toMatchObject({ id });
    await site.deleteOf(id, outputs);
    expect(site.only()).toBe(id);
  },
);

test("the program's inputs are known again in whatever order Pulumi writes them", async () => {
  site = await startSite();
  const news = { ...inputs, retryPolicy: { algorithm: "GEOMETRIC", firstRetry: 5 } };
  await site.up(news);
  const id = site.only();
  site.restart();
  await site.checkOf(news, news);
  const turned = { retryPolicy: { firstRetry: 5, algorithm: "GEOMETRIC" }, ...inputs };
  expect(await site.changes(turned)).toBe(false);
  await expect(site.createOf({ ...inputs, adopt: id })).rejects.toThrow(
    "another resource of this program already manages",
  );
});

test("an event that a resource gives up in the same run asks for another run, in which it's there for the other one", async () => {
  site = await startSite({ duplicates: "product-and-event" });
  const [updated, provisioned] = ["tms.networktoken.updated", "tms.networktoken.provisioned"];
  const asking = (...eventTypes: (string | undefined)[]) => ({
    ...inputs,
    products: [{ productId: "tokenManagement", eventTypes }],
  });
  await site.up(asking(updated, provisioned));
  const id = site.only();
  site.restart();
  await site.checkOf(inputs, asking(updated));
  await site.changes(asking(updated));
  const other = { ...asking(provisioned), __ownName: "project-dev-other" };
  await expect(site.createOf(other)).rejects.toMatchObject({
    message:
      `ERR_SUBSCRIPTION_EXISTS: the subscription ${id} of my_organization still delivers a product and event of this one, ` +
      "although your program no longer asks for it there. Nothing was created. Run `pulumi up` again once the other one was " +
      "updated.",
  });
  await site.up(asking(updated));
  site.restart();
  await expect(site.createOf(other)).resolves.toMatchObject({ outs: { status: "ACTIVE" } });
});

test.each([409, 422])("a refusal with %i names the products that can't be subscribed to", async (status) => {
  site = await startSite();
  site.platform.fault({ kind: "answer", made: false, status, body: "{}" }, 1, { action: "CREATE_SUBSCRIPTION" });
  await expect(site.up({ ...inputs, products: [{ productId: "unheardOf", eventTypes: ["e"] }] })).rejects.toThrow(
    "ERR_SUBSCRIPTION_PRODUCTS: my_organization may not subscribe to unheardOf.",
  );
});
