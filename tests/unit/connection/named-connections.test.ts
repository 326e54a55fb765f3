import { describe, expect, test } from "@jest/globals";
import { connectionsOf, HOST, inConfig, inEnvironment, PAIR, problemsOf } from "./problems-setup.js";

const SETTINGS =
  "environment, host, merchantId, authentication, merchantKeyId, merchantSecretKey, p12, p12Password, portfolioId, " +
  "senderOrganizationId, permissions";

const UNREADABLE =
  "cybersource-webhooks:connections must be an object of connections by name: correct its JSON, or remove it with `pulumi " +
  "config rm cybersource-webhooks:connections` and set each setting with `pulumi config set --path " +
  "'cybersource-webhooks:connections.NAME.SETTING' VALUE`, a credential with --secret";

describe("named connections", () => {
  const named = (connections: string): Promise<string[]> => problemsOf(inConfig({ connections }), "test");

  test.each([
    ["{", UNREADABLE],
    ["[]", UNREADABLE],
    ["null", UNREADABLE],
    ["7", UNREADABLE],
    ['{"test":"x"}', "cybersource-webhooks:connections.test must be an object of settings"],
    ['{"test":[]}', "cybersource-webhooks:connections.test must be an object of settings"],
    ['{"test":{"merchantId":{}}}', "cybersource-webhooks:connections.test.merchantId must be a string"],
    [
      '{"test":{"merchantID":"m"}}',
      "cybersource-webhooks:connections.test.merchantID isn't a setting: did you mean merchantId?",
    ],
    [
      '{"test":{"toString":"m"}}',
      `cybersource-webhooks:connections.test.toString isn't a setting: the settings are ${SETTINGS}`,
    ],
  ])("%s is reported", async (connections, problem) => {
    expect((await named(connections))[0]).toBe(problem);
  });

  test.each([" ", '{"test":{}}'])("in %j only missing settings are reported", async (connections) => {
    expect((await named(connections))[0]).toMatch(/^environment is missing /);
  });

  test("that aren't configured are reported with the names of those that are", async () => {
    const problems = await named('{"tests":{"host":"a.example"},"live":{"merchantId":"m"},"empty":{}}');
    expect(problems[0]).toBe('nothing configures it: did you mean "tests"? There are settings for tests, live');
    expect(problems[1]).toMatch(/^environment is missing /);
  });

  test("accept numbers and booleans as texts, and use no settings of other connections or the default one", async () => {
    const connections = JSON.stringify({
      test: { ...HOST, ...PAIR, merchantId: 7, permissions: true },
      other: { host: "b.example" },
    });
    const settingSources = inConfig({ connections, host: "c.example", senderOrganizationId: "sender" });
    const opened = await connectionsOf(settingSources).open("test", "org");
    expect(opened).toMatchObject({
      origin: "https://a.example",
      proxy: undefined,
      senderOrganizationId: undefined,
      permissions: "true",
    });
    expect(connectionsOf(settingSources).hostOf("test")).toEqual({ host: "a.example", isOfStack: true });
    expect(connectionsOf(settingSources).hostOf("other")).toEqual({ host: "b.example", isOfStack: true });
    expect(connectionsOf(settingSources).hostOf("toString")).toBeUndefined();
  });

  test("read every setting from variables that contain their name", async () => {
    const opened = await connectionsOf(
      inEnvironment({
        CYBERSOURCE_EU_TEST_HOST: " a.example ",
        CYBERSOURCE_EU_TEST_AUTHENTICATION: "http-signature",
        CYBERSOURCE_EU_TEST_PORTFOLIO_ID: "portfolio",
        CYBERSOURCE_EU_TEST_MERCHANT_KEY_ID: "key-id",
        CYBERSOURCE_EU_TEST_MERCHANT_SECRET_KEY: "c2VjcmV0",
        CYBERSOURCE_EU_TEST_SENDER_ORGANIZATION_ID: "sender",
        CYBERSOURCE_EU_TEST_PERMISSIONS: "100",
        HTTPS_PROXY: "http://proxy.example:3128",
      }),
    ).open("eu-test", "org");
    expect(opened).toMatchObject({ origin: "https://a.example", senderOrganizationId: "sender", permissions: "100" });
    expect(opened.proxy?.host).toBe("proxy.example:3128");
  });
});
