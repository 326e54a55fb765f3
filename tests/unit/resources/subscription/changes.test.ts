import { afterEach, describe, expect, test } from "@jest/globals";
import { type Fault } from "../../../../local/platform/fault.js";
import { type Properties } from "../../../../provider/resources/protocol.js";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";
import { UNKNOWN } from "../unknown.js";

let site: Site;
afterEach(() => site.close());

const oAuth = (additionalConfig: object, more: object = {}) => ({
  ...inputs,
  securityPolicy: {
    securityType: "oAuth",
    config: { oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer", additionalConfig, ...more },
  },
});

describe("a correction that only the receiver of the text can tell from what was sent is sent", () => {
  test.each<[string, Properties, Properties]>([
    [
      "an audience that is a URL",
      oAuth({ aud: "https://API.example.com" }),
      oAuth({ aud: "https://api.example.com/" }),
    ],
    ["a scope that is a URL", oAuth({ scope: "https://example.com:443/a" }), oAuth({ scope: "https://example.com/a" })],
    [
      "a name that is a URL",
      { ...inputs, name: "https://A.example.com" },
      { ...inputs, name: "https://a.example.com/" },
    ],
    [
      "a description",
      { ...inputs, description: "HTTP://a.example.com" },
      { ...inputs, description: "http://a.example.com/" },
    ],
    ["a name in additionalConfig", oAuth({ clientID: "c" }), oAuth({ clientId: "c" })],
    ["a word in additionalConfig", oAuth({ algorithm: "RS256" }), oAuth({ algorithm: "rs256" })],
  ])("%s", async (_what, before, now) => {
    site = await startSite();
    await site.up(before);
    expect(await site.up(now)).toEqual(["update"]);
    const names = { name: inputs["__ownName"], description: inputs["__ownName"] };
    const { name, description, securityPolicy = { securityType: "key" } }: Properties = { ...names, ...now };
    expect(site.held()).toMatchObject([{ name, description, securityPolicy }]);
    expect(await site.up(now)).toEqual([]);
  });

  test("but no other form of the same URL", async () => {
    site = await startSite();
    const healthCheckUrl = "https://hooks.example.com/up";
    await site.up({ ...oAuth({}), healthCheckUrl });
    const policy = oAuth({}, { oAuthURL: "https://LOGIN.example.com:443/token" });
    const urls = { webhookUrl: "https://HOOKS.example.com/in", healthCheckUrl: "https://hooks.example.com:443/up" };
    expect(await site.up({ ...policy, ...urls })).toEqual([]);
  });
});

describe("after a run that failed behind its PATCH", () => {
  test.each<[string, Properties, Properties]>([
    ["webhookUrl", inputs, { ...inputs, webhookUrl: "https://hooks.example.com/new" }],
    [
      "healthCheckUrl",
      { ...inputs, healthCheckUrl: "https://hooks.example.com/old" },
      { ...inputs, healthCheckUrl: "https://hooks.example.com/new" },
    ],
    ["a policy with a URL", oAuth({}, { oAuthURL: "https://old.example.com/token" }), oAuth({})],
  ])("%s isn't sent again, because that would start another review", async (_what, before, now) => {
    site = await startSite({ patchReview: "any-url", extraMembers: true });
    await site.up(before);
    site.platform.fault({ kind: "answer", made: false, status: 403, body: "{}" }, 1, {
      action: "READ_SUBSCRIPTION",
      after: 1,
    });
    await expect(site.up(now)).rejects.toThrow(/^ERR_SUBSCRIPTION_FORBIDDEN: /);
    site.platform.review(site.only(), "approve");
    site.requests();
    expect(await site.up(now)).toEqual(["update"]);
    expect(site.requests().map(({ action }) => action)).toEqual([
      "READ_SUBSCRIPTION",
      "SET_STATUS",
      "READ_SUBSCRIPTION",
    ]);
    expect(site.held()).toMatchObject([{ status: "ACTIVE" }]);
    expect(await site.up(now)).toEqual([]);
  });

  test("a policy of which the service keeps a part that the program removed is sent", async () => {
    site = await startSite();
    await site.up(oAuth({ keyId: "k" }));
    site.requests();
    const { config, ...policy } = oAuth({}).securityPolicy;
    const { additionalConfig: _, ...rest } = config;
    const now = { ...inputs, securityPolicy: { ...policy, config: rest } };
    expect(await site.up(now)).toEqual(["update"]);
    expect(site.requests().map(({ action }) => action)).toContain("CHANGE_SUBSCRIPTION");
    expect(JSON.stringify(site.held())).not.toContain("keyId");
  });
});

describe("what a run says of a change", () => {
  test("by hand is said once, however often the subscription is compared", async () => {
    site = await startSite({ patchReview: "never" });
    await site.up(inputs);
    site.platform.editSubscription(site.only(), { webhookUrl: "https://hooks.example.com/by-hand" });
    await site.refresh();
    expect(await site.changes(inputs)).toBe(true);
    expect(await site.up(inputs)).toEqual(["update"]);
    expect(site.told).toEqual([
      expect.stringContaining("was changed outside Pulumi (webhookUrl)"),
      expect.stringMatching(/^Changing webhookUrl of the subscription \S+ may start a review/),
    ]);
    site.restart();
    site.platform.editSubscription(site.only(), { webhookUrl: "https://hooks.example.com/by-hand" });
    await site.refresh();
    expect(await site.changes(inputs)).toBe(true);
    expect(site.told).toHaveLength(4);
  });

  test("that replaces the subscription is that it delivers nothing meanwhile", async () => {
    site = await startSite(
      {},
      {
        "cybersource-webhooks:connections": JSON.stringify({ live: { host: "other.example.com" } }),
      },
    );
    await site.up(inputs);
    const id = site.only();
    const saying = (what: string): string =>
      `The subscription ${id} of my_organization will be deleted and created again (${what}): the platform delivers ` +
      "nothing until its review ends.";
    await site.changes({ ...inputs, organizationId: "other_organization" });
    await site.changes({ ...inputs, organizationId: "other_organization", connection: "live" });
    await site.changes({ ...inputs, connection: "live" });
    await site.changes({ ...inputs, organizationId: UNKNOWN });
    expect(site.told).toEqual([
      saying("organizationId changed"),
      saying("organizationId changed, host changed"),
      saying("host changed"),
      saying("organizationId isn't known yet"),
    ]);
  });
});

describe("a refused change of products is explained", () => {
  test("with the names that can't be subscribed to", async () => {
    site = await startSite();
    await site.up(inputs);
    await expect(site.up({ ...inputs, products: [{ productId: "unheardOf", eventTypes: ["e"] }] })).rejects.toThrow(
      "ERR_SUBSCRIPTION_PRODUCTS: my_organization may not subscribe to unheardOf. Nothing was changed.",
    );
  });

  const refusal = (...fields: string[]): Fault => ({
    kind: "answer",
    made: false,
    status: 400,
    body: JSON.stringify({ reason: "INVALID_DATA", details: fields.map((field) => ({ field, reason: "INVALID" })) }),
  });
  const BESIDE = [{ productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] }];
  const products = [{ productId: "payByLink", eventTypes: ["payByLink.customer.payment"] }];
  const rivalOf = async (): Promise<string> => {
    const { id } = (await site.createOf({ ...inputs, __ownName: "another", products: BESIDE })) as { id: string };
    return id;
  };

  test.each([[[]], [["products"]], [["webhookUrl", "products.0.eventTypes.0"]]])(
    "with the subscription that has the product already, if the answer names %j",
    async (fields: string[]) => {
      site = await startSite();
      await site.up(inputs);
      const id = await rivalOf();
      site.platform.fault(refusal(...fields), 1, { action: "CHANGE_SUBSCRIPTION" });
      await expect(site.up({ ...inputs, products })).rejects.toThrow(
        `ERR_SUBSCRIPTION_EXISTS: the service refuses this subscription, and ${id} of my_organization already has a product of ` +
          "it. The service probably takes each product once. Nothing was changed.",
      );
    },
  );

  test("but not with that one if the answer names something else, and its advice stays", async () => {
    site = await startSite();
    await site.up(inputs);
    await rivalOf();
    for (const action of ["CREATE_SUBSCRIPTION", "CHANGE_SUBSCRIPTION"])
      site.platform.fault(refusal("securityPolicy.securityType"), 1, { action });
    const REFUSED = /^ERR_SUBSCRIPTION_BAD_REQUEST: .*, which names securityPolicy\.securityType; .* Check the inputs/;
    await expect(site.createOf({ ...inputs, __ownName: "third", products })).rejects.toThrow(REFUSED);
    await expect(site.up({ ...inputs, products })).rejects.toThrow(REFUSED);
  });

  test("but not with the subscription itself", async () => {
    site = await startSite();
    await site.up(inputs);
    site.platform.fault(refusal(), 1, { action: "CHANGE_SUBSCRIPTION" });
    const more = [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.provisioned"] }];
    await expect(site.up({ ...inputs, products: more })).rejects.toThrow(/^ERR_SUBSCRIPTION_BAD_REQUEST: /);
  });

  test("but not a refused change of something else", async () => {
    site = await startSite();
    await site.up(inputs);
    site.platform.fault({ kind: "answer", made: false, status: 400, body: "{}" }, 1, { action: "CHANGE_SUBSCRIPTION" });
    await expect(site.up({ ...inputs, description: "new" })).rejects.toThrow(/^ERR_SUBSCRIPTION_BAD_REQUEST: /);
  });
});
