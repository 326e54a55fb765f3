import { afterEach, describe, expect, test } from "@jest/globals";
import { type Properties } from "../../../../provider/resources/protocol.js";
import { doubtsAbout } from "../../../../provider/resources/subscription/doubts.js";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";
import { UNKNOWN } from "../unknown.js";

const CONFIG = { oAuthURL: "https://login.example.com/token" };

describe("what the service probably refuses", () => {
  test.each<[Properties, readonly string[]]>([
    [
      { notificationScope: "self" },
      ["notificationScope isn't one that this package knows: SELF, DESCENDANTS. Did you mean SELF?"],
    ],
    [
      { retryPolicy: { algorithm: "linear" } },
      ["retryPolicy.algorithm isn't one that this package knows: ARITHMETIC, GEOMETRIC."],
    ],
    [
      { securityPolicy: { securityType: "oAuth_JTW", config: CONFIG } },
      ["securityPolicy.securityType isn't one that this package knows: key, oAuth, oAuth_JWT. Did you mean oAuth_JWT?"],
    ],
    [
      { securityPolicy: { securityType: "oauth" } },
      ["securityPolicy has the securityType oauth, but no config, which names the token server."],
    ],
    [
      { securityPolicy: { securityType: "oAuth_JWT", config: null } },
      ["securityPolicy has the securityType oAuth_JWT, but no config, which names the token server."],
    ],
    ...["https://hooks.example.com/in?token=2c6f", "c0ffee12-client-token-9999", "two words", "a\nb"].map(
      (text): [Properties, readonly string[]] => [
        { securityPolicy: { securityType: text } },
        ["securityPolicy.securityType isn't one that this package knows: key, oAuth, oAuth_JWT."],
      ],
    ),
  ])("is told of %j", (given, doubts) => {
    expect(doubtsAbout(given, {})).toEqual(doubts);
    expect(doubtsAbout(given, given)).toEqual([]);
  });

  test.each<Properties>([
    { notificationScope: "DESCENDANTS", retryPolicy: { algorithm: "Geometric" } },
    { notificationScope: UNKNOWN, retryPolicy: { algorithm: UNKNOWN }, securityPolicy: { securityType: UNKNOWN } },
    { retryPolicy: UNKNOWN, securityPolicy: UNKNOWN },
    { retryPolicy: {}, securityPolicy: { securityType: "key" } },
    { securityPolicy: { securityType: "KEY" } },
    { securityPolicy: { securityType: "oAuth", config: CONFIG } },
    { securityPolicy: { securityType: "oAuth", config: UNKNOWN } },
  ])("isn't %j", (given) => {
    expect(doubtsAbout(given, {})).toEqual([]);
  });
});

describe("a warning of it", () => {
  let site: Site;
  afterEach(() => site.close());

  test("comes before the service refuses a new subscription, and a change", async () => {
    site = await startSite();
    const warning =
      'warning: The subscription "project-dev-orders": notificationScope isn\'t one that this package knows: SELF, ' +
      "DESCENDANTS. The service may refuse it.";
    const news = { ...inputs, notificationScope: "family" };
    await expect(site.up(news)).rejects.toThrow(/^ERR_SUBSCRIPTION_BAD_REQUEST: /);
    expect(site.told).toEqual([warning]);
    await site.up(inputs);
    expect(site.told).toEqual([warning]);
    site.restart();
    await expect(site.up(news)).rejects.toThrow(/^ERR_SUBSCRIPTION_BAD_REQUEST: /);
    expect(site.told).toEqual([warning, warning]);
  });

  test("isn't repeated when a subscription that has it is replaced", async () => {
    site = await startSite();
    const given = { ...inputs, notificationScope: "CUSTOM" };
    await site.checkOf(given, given);
    await site.checkOf({}, given);
    expect(site.told).toEqual([]);
    await site.checkOf({}, given);
    expect(site.told).toEqual([expect.stringContaining("notificationScope isn't one that this package knows")]);
  });
});
