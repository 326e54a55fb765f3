import { afterEach, expect, test } from "@jest/globals";
import { inputs, ORGANIZATION, PRODUCTS, type Site, startSite } from "../../../support/subscription-site.js";

let site: Site;
afterEach(() => site.close());

/** The requests with a body since the last call. */
const sent = () => site.requests().filter(({ body }) => body !== undefined);

test("create sends every member that the program gives, and nothing else", async () => {
  site = await startSite();
  const retryPolicy = {
    algorithm: "ARITHMETIC",
    firstRetry: 1,
    interval: 1,
    numberOfRetries: 3,
    deactivateFlag: false,
    repeatSequenceCount: 0,
    repeatSequenceWaitTime: 0,
  };
  const securityPolicy = {
    securityType: "oAuth",
    config: {
      oAuthURL: "https://login.example.com/token",
      oAuthTokenType: "Bearer",
      oAuthTokenExpiry: "365",
      additionalConfig: { aud: "aud", client_id: "client", keyId: "key-id", scope: "scope" },
    },
  };
  const members = {
    name: "orders",
    description: "all orders",
    products: PRODUCTS,
    webhookUrl: "https://hooks.example.com/in",
    healthCheckUrl: "https://hooks.example.com/up",
    notificationScope: "DESCENDANTS",
    securityPolicy,
  };
  await site.up({ ...inputs, ...members, retryPolicy, active: false, connection: "default", adopt: undefined });
  expect(sent()).toEqual([
    {
      action: "CREATE_SUBSCRIPTION",
      body: { ...members, organizationId: ORGANIZATION, retryPolicy: { ...retryPolicy, deactivateFlag: "false" } },
    },
  ]);
});

test("update sends policies whole, the flag as a text, and the status in a request of its own", async () => {
  site = await startSite({ patchReview: "never" });
  await site.up({ ...inputs, active: false });
  site.requests();
  const retryPolicy = { algorithm: "GEOMETRIC", firstRetry: 10, interval: 30, deactivateFlag: true };
  const securityPolicy = {
    securityType: "oAuth",
    config: { oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer" },
  };
  await site.up({ ...inputs, retryPolicy, securityPolicy });
  expect(sent()).toEqual([
    {
      action: "CHANGE_SUBSCRIPTION",
      body: { retryPolicy: { ...retryPolicy, deactivateFlag: "true" }, securityPolicy },
    },
    { action: "SET_STATUS", body: { status: "ACTIVE" } },
  ]);
});
