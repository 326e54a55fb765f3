import { afterEach, describe, expect, test } from "@jest/globals";
import { type Fault } from "../../../../local/platform/fault.js";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
afterEach(() => site.close());

const BAD_ANSWER = "ERR_SUBSCRIPTION_BAD_ANSWER";
const page = (made: boolean, status = 200): Fault => ({
  kind: "answer",
  made,
  status,
  body: "<html>Sign in to the proxy</html>",
});
const once = (fault: Fault, action: string): void => site.platform.fault(fault, 1, { action });

describe("a page of a proxy instead of an answer", () => {
  test.each([200, 202, 203])(
    "with %i to a delete deletes nothing, and the state keeps the subscription",
    async (status) => {
      site = await startSite();
      await site.up(inputs);
      once(page(false, status), "DELETE_SUBSCRIPTION");
      await expect(site.destroy()).rejects.toMatchObject({ code: BAD_ANSWER });
      expect(site.state()?.id).toBe(site.only());
      await site.destroy();
      expect(site.held()).toEqual([]);
    },
  );

  test("to a delete that was done is no error: a read shows it", async () => {
    site = await startSite();
    await site.up(inputs);
    once(page(true), "DELETE_SUBSCRIPTION");
    await site.destroy();
    expect(site.held()).toEqual([]);
    expect(site.state()).toBeUndefined();
  });

  test("to a change fails the run, and the next one sends the change", async () => {
    site = await startSite();
    await site.up(inputs);
    once(page(false), "CHANGE_SUBSCRIPTION");
    await expect(site.up({ ...inputs, description: "new" })).rejects.toMatchObject({ code: BAD_ANSWER });
    expect(await site.up({ ...inputs, description: "new" })).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ description: "new" }]);
    once(page(true), "CHANGE_SUBSCRIPTION");
    expect(await site.up({ ...inputs, description: "newer" })).toEqual(["update"]);
    expect(await site.up({ ...inputs, description: "newer" })).toEqual([]);
  });

  test("to a status fails the run, and the next one sets it", async () => {
    site = await startSite();
    once(page(false), "SET_STATUS");
    await expect(site.up(inputs)).rejects.toMatchObject({ message: expect.stringMatching(`^${BAD_ANSWER}: `) });
    expect(site.state()?.isHalfMade).toBe(true);
    await site.up(inputs);
    expect(site.held()).toMatchObject([{ status: "ACTIVE" }]);
    once(page(true), "SET_STATUS");
    expect(await site.up({ ...inputs, active: false })).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ status: "INACTIVE" }]);
  });
});

test("a status that is refused because it's set already is no error", async () => {
  site = await startSite();
  once({ kind: "answer", made: true, status: 400, body: "{}" }, "SET_STATUS");
  expect(await site.up(inputs)).toEqual(["create"]);
  expect(site.state()?.outputs["status"]).toBe("ACTIVE");
});

describe("where the list needs filters", () => {
  const GATEWAY_404: Fault = { kind: "answer", made: false, status: 404, body: '{"message":"no Route matched"}' };
  const without = (products: unknown): Fault => ({
    kind: "answer",
    made: false,
    status: 200,
    body: JSON.stringify(products),
  });

  test.each([
    ["without events", [{ productId: "tokenManagement", productName: "P", eventTypes: [] }]],
    ["without the product", [{ productId: "payByLink", eventTypes: [{ eventName: "payByLink.merchant.payment" }] }]],
    ["not at all", []],
  ])("a gateway's 404 takes no subscription out of the state whose events are offered %s", async (_what, products) => {
    site = await startSite({ listFilters: "required" });
    await site.up(inputs);
    site.platform.fault(without(products), "always", { action: "LIST_PRODUCTS" });
    site.platform.fault(GATEWAY_404, 1, { action: "READ_SUBSCRIPTION" });
    await site.refresh();
    expect(site.state()?.outputs["readError"]).toBe("ERR_SUBSCRIPTION_NOT_FOUND");
    site.platform.fault(GATEWAY_404, 1, { action: "DELETE_SUBSCRIPTION" });
    await expect(site.destroy()).rejects.toMatchObject({ code: "ERR_SUBSCRIPTION_NOT_FOUND" });
    expect(site.state()?.id).toBe(site.only());
  });

  test("a subscription that is gone leaves the state by a gateway's 404 too, because the list shows it", async () => {
    site = await startSite({ listFilters: "required" });
    await site.up(inputs);
    site.platform.removeSubscription(site.only());
    site.platform.fault(without([]), "always", { action: "LIST_PRODUCTS" });
    site.platform.fault(GATEWAY_404, 1, { action: "READ_SUBSCRIPTION" });
    await site.refresh();
    expect(site.state()).toBeUndefined();
  });

  test("create sees what is in the way although the product isn't offered now", async () => {
    site = await startSite({ listFilters: "required" });
    await site.up({ ...inputs, __ownName: "another" });
    site.restart();
    site.platform.fault(without([]), "always", { action: "LIST_PRODUCTS" });
    await expect(site.createOf(inputs)).rejects.toThrow(`adopt: "${site.only()}"`);
  });
});
