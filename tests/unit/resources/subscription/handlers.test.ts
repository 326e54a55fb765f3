import { afterEach, describe, expect, test } from "@jest/globals";
import { UNKNOWN } from "../unknown.js";
import { inputs, ORGANIZATION, PRODUCTS, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
let other: Site | undefined;
afterEach(async () => {
  await site.close();
  await other?.close();
  other = undefined;
});

const actions = (): string[] => site.requests().map(({ action }) => action);

describe("create", () => {
  test("lists first, sends the members and the defaults, activates, and reads once", async () => {
    site = await startSite();
    expect(await site.up(inputs)).toEqual(["create"]);
    const requests = site.requests();
    expect(requests.map(({ action }) => action)).toEqual([
      "LIST_SUBSCRIPTIONS",
      "CREATE_SUBSCRIPTION",
      "SET_STATUS",
      "READ_SUBSCRIPTION",
    ]);
    expect(requests[1]?.body).toEqual({
      name: "project-dev-orders",
      description: "project-dev-orders",
      organizationId: ORGANIZATION,
      notificationScope: "SELF",
      securityPolicy: { securityType: "key" },
      products: PRODUCTS,
      webhookUrl: "https://hooks.example.com/in",
    });
    expect(requests[2]?.body).toEqual({ status: "ACTIVE" });
    expect(site.state()?.outputs).toMatchObject({
      status: "ACTIVE",
      webhookId: site.state()?.id,
      connection: "default",
    });
  });

  test("is quiet afterwards, also after a refresh", async () => {
    site = await startSite();
    await site.up(inputs);
    await site.refresh();
    site.requests();
    expect(await site.up(inputs)).toEqual([]);
    expect(actions()).toEqual([]);
  });

  test("under review waits for nothing, is quiet for days, then activates once", async () => {
    site = await startSite({ firstStatus: "PENDING_REVIEW" });
    await site.up(inputs);
    expect(site.told.join()).toContain("is under review by the platform");
    await site.refresh();
    expect(await site.up(inputs)).toEqual([]);
    site.platform.editSubscription(site.state()?.id ?? "", { status: "INACTIVE" });
    await site.refresh();
    expect(await site.up(inputs)).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ status: "ACTIVE" }]);
    expect(await site.up(inputs)).toEqual([]);
  });

  test("for another organization deletes the old one first", async () => {
    site = await startSite();
    await site.up(inputs);
    site.requests();
    expect(await site.up({ ...inputs, organizationId: "other_organization" })).toEqual(["delete", "create"]);
    expect(actions()[0]).toBe("DELETE_SUBSCRIPTION");
    expect(site.held()).toEqual([]);
    expect(site.platform.subscriptions("other_organization")).toHaveLength(1);
  });
});

describe("update", () => {
  test("sends what differs and nothing else", async () => {
    site = await startSite();
    await site.up(inputs);
    site.requests();
    expect(await site.up({ ...inputs, description: "all orders" })).toEqual(["update"]);
    const requests = site.requests();
    expect(requests.map(({ action }) => action)).toEqual([
      "READ_SUBSCRIPTION",
      "CHANGE_SUBSCRIPTION",
      "READ_SUBSCRIPTION",
    ]);
    expect(requests[1]?.body).toEqual({ description: "all orders" });
  });

  test("mends what was changed by hand", async () => {
    site = await startSite();
    await site.up(inputs);
    site.platform.editSubscription(site.state()?.id ?? "", { webhookUrl: "https://attacker.example.com/" });
    await site.refresh();
    site.requests();
    expect(await site.up(inputs)).toEqual(["update"]);
    expect(site.requests()[1]?.body).toEqual({ webhookUrl: "https://hooks.example.com/in" });
    expect(site.told.join()).toContain("was changed outside Pulumi (webhookUrl)");
  });

  test("mends what was changed by hand since the last refresh as well, and tells it", async () => {
    site = await startSite();
    await site.up(inputs);
    site.platform.editSubscription(site.state()?.id ?? "", { webhookUrl: "https://attacker.example.com/" });
    site.requests();
    expect(await site.up({ ...inputs, description: "all orders" })).toEqual(["update"]);
    expect(site.requests()[1]?.body).toEqual({
      description: "all orders",
      webhookUrl: "https://hooks.example.com/in",
    });
    expect(site.told.join()).toContain("was changed outside Pulumi (webhookUrl) and will be changed back");
    await site.refresh();
    expect(await site.up({ ...inputs, description: "all orders" })).toEqual([]);
  });

  test("of a subscription that was deleted by hand says how to create it again", async () => {
    site = await startSite();
    await site.up(inputs);
    const id = site.state()?.id ?? "";
    site.platform.removeSubscription(id);
    await expect(site.up({ ...inputs, description: "all orders" })).rejects.toThrow(
      `ERR_SUBSCRIPTION_NOT_FOUND: the subscription ${id} of ${ORGANIZATION} was deleted while Pulumi worked on it. Run ` +
        "`pulumi up --refresh --run-program`: it creates the subscription again.",
    );
  });

  test("tells once of a member that the service did not take", async () => {
    site = await startSite({ patchRetryPolicy: "ignored" });
    await site.up({ ...inputs, retryPolicy: { firstRetry: 1 } });
    expect(await site.up({ ...inputs, retryPolicy: { firstRetry: 7 } })).toEqual(["update"]);
    expect(site.told.join()).toContain("kept its old value");
    await site.refresh();
    expect(await site.up({ ...inputs, retryPolicy: { firstRetry: 7 } })).toEqual([]);
  });

  const pinned = (additionalConfig: object) => ({
    securityPolicy: {
      securityType: "oAuth",
      config: { oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer", additionalConfig },
    },
  });
  const events = (...eventTypes: string[]) => ({ products: [{ productId: "tokenManagement", eventTypes }] });

  test.each<[string, object, object]>([
    ["products", events("tms.networktoken.updated"), events("tms.networktoken.binding")],
    ["securityPolicy", pinned({ keyId: "key", scope: "one" }), pinned({ scope: "one" })],
  ])("tells once that the service kept what was removed of %s, if it merges", async (name, before, after) => {
    const told = `The service accepted the change of ${name} of the subscription`;
    const tellings = async (patchInside: "merge" | "replace"): Promise<number> => {
      site = await startSite({ patchInside });
      await site.up({ ...inputs, ...before });
      expect(await site.up({ ...inputs, ...after })).toEqual(["update"]);
      await site.refresh();
      expect(await site.up({ ...inputs, ...after })).toEqual([]);
      return site.told.filter((text) => text.includes(told)).length;
    };
    expect(await tellings("replace")).toBe(0);
    await site.close();
    expect(await tellings("merge")).toBe(1);
  });

  test("deactivates and activates", async () => {
    site = await startSite();
    await site.up({ ...inputs, active: false });
    expect(site.held()).toMatchObject([{ status: "INACTIVE" }]);
    expect(await site.up(inputs)).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ status: "ACTIVE" }]);
    expect(await site.up({ ...inputs, active: false })).toEqual(["update"]);
    expect(site.held()).toMatchObject([{ status: "INACTIVE" }]);
  });
});

describe("a subscription that is gone", () => {
  test("leaves the state at the next refresh, and is created again", async () => {
    site = await startSite();
    await site.up(inputs);
    site.platform.removeSubscription(site.state()?.id ?? "");
    await site.refresh();
    expect(site.state()).toBeUndefined();
    expect(await site.up(inputs)).toEqual(["create"]);
    expect(site.held()).toHaveLength(1);
  });
});

test("destroy deletes it, and a second time is no error", async () => {
  site = await startSite();
  await site.up(inputs);
  site.platform.removeSubscription(site.state()?.id ?? "");
  await site.destroy();
  await site.up(inputs);
  await site.destroy();
  expect(site.held()).toEqual([]);
});

test("a review that began meanwhile refuses the status, which fails no run", async () => {
  site = await startSite({
    onSubscriptionRequest: ({ action, webhookId = "" }) => {
      if (action === "SET_STATUS") site.platform.editSubscription(webhookId, { status: "PENDING_REVIEW" });
    },
  });
  await site.up({ ...inputs, active: false });
  expect(await site.up(inputs)).toEqual(["update"]);
  expect(actions()).toContain("SET_STATUS");
  expect(site.state()?.outputs).toMatchObject({ status: "PENDING_REVIEW" });
  expect(site.told.join()).toContain("is under review by the platform");
});

test("a status that isn't known yet is a change", async () => {
  site = await startSite();
  await site.up(inputs);
  expect(await site.changes({ ...inputs, active: UNKNOWN })).toBe(true);
  expect(await site.changes({ ...inputs, securityPolicy: { securityType: UNKNOWN } })).toBe(true);
  expect(await site.changes({ ...inputs, active: true })).toBe(false);
});

test("another subscription with the same product, but other events, is named if the service refuses this one", async () => {
  site = await startSite();
  await site.up({
    ...inputs,
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.provisioned"] }],
  });
  const [{ webhookId } = { webhookId: "" }] = site.held();
  other = await startSite({}, { CYBERSOURCE_HOST: site.platform.origin });
  await expect(other.up({ ...inputs, __ownName: "another" })).rejects.toThrow(
    new RegExp(
      `^ERR_SUBSCRIPTION_EXISTS: the service refuses this subscription, and ${webhookId} of my_organization already has a product ` +
        "of it\\. .*\\(ERR_SUBSCRIPTION_BAD_REQUEST: ",
    ),
  );
  expect(site.held()).toHaveLength(1);
});

test("a connection that names another host is a replacement only by another name", async () => {
  other = await startSite();
  site = await startSite({}, { CYBERSOURCE_LIVE_HOST: other.platform.origin, CYBERSOURCE_LIVE_AUTHENTICATION: "none" });
  await site.up(inputs);
  expect(await site.changes({ ...inputs, connection: "live" })).toBe(true);
  await expect(site.up({ ...inputs, connection: "live" })).rejects.toThrow(/^ERR_HOST_DIFFERS: /);
  expect(other.platform.journal).toEqual([]);
  expect(site.held()).toHaveLength(1);
});
