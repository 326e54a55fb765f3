import { afterEach, describe, expect, test } from "@jest/globals";
import { inputs, type Site, startSite } from "../../../support/subscription-site.js";

/** As conflicts.test.ts, for what the documents say in two ways about the policy `oAuth`. */

let site: Site;
afterEach(() => site.close());

const policy = (more: object) => ({
  ...inputs,
  securityPolicy: {
    securityType: "oAuth",
    config: { oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer", ...more },
  },
});

describe("oAuthTokenExpiry", () => {
  test.each([
    ["required", {}, "MISSING_FIELD"],
    ["refused", { oAuthTokenExpiry: 365 }, "INVALID_DATA"],
  ] as const)("is named if it is %s, but the program says otherwise", async (oAuthTokenExpiry, given, reason) => {
    site = await startSite({ oAuthTokenExpiry });
    await expect(site.up(policy(given))).rejects.toThrow(
      `status 400 (${reason}), which names securityPolicy.config.oAuthTokenExpiry; correlation id`,
    );
    expect(site.held()).toEqual([]);
  });

  test.each([
    ["required", { oAuthTokenExpiry: 365 }],
    ["required", { oAuthTokenExpiry: "365" }],
    ["refused", {}],
  ] as const)("is sent only if the program gives it: %s, %j", async (oAuthTokenExpiry, given) => {
    site = await startSite({ oAuthTokenExpiry });
    await site.up(policy(given));
    expect(site.held()).toMatchObject([{ securityPolicy: policy(given).securityPolicy }]);
  });
});

describe("the token URL", () => {
  test("is sent as `oAuthURL`, as the schema has it, and no other way", async () => {
    site = await startSite();
    await site.up(policy({}));
    expect(site.requests().find(({ action }) => action === "CREATE_SUBSCRIPTION")?.body).toMatchObject({
      securityPolicy: policy({}).securityPolicy,
    });
    expect(JSON.stringify(site.requests())).not.toContain("oAuthUrl");
    await site.refresh();
    expect(await site.up(policy({}))).toEqual([]);
  });

  test("fails the run if the service knows only `oAuthUrl`: the error names the member", async () => {
    site = await startSite({ oAuthUrlSpelling: "oAuthUrl" });
    await expect(site.up(policy({}))).rejects.toThrow("which names securityPolicy.config.oAuthURL; correlation id");
    expect(site.held()).toEqual([]);
  });
});

describe("a pinned credential", () => {
  const pinned = policy({ additionalConfig: { keyId: "the-key-id" } });

  test("is sent in additionalConfig, as the schema has it", async () => {
    site = await startSite({ pinnedKeyIdIn: "additionalConfig" });
    await site.up(pinned);
    expect(site.held()).toMatchObject([{ securityPolicy: pinned.securityPolicy }]);
    await site.refresh();
    expect(await site.up(pinned)).toEqual([]);
  });

  test("changes nothing at a service that looks for it in config: quiet, and its keyId stands in no message", async () => {
    site = await startSite({ pinnedKeyIdIn: "config" });
    await site.up(pinned);
    await site.refresh();
    expect(await site.up(pinned)).toEqual([]);
    expect(site.told.join()).not.toContain("the-key-id");
  });
});
