import { describe, expect, test } from "@jest/globals";
import { createConnections } from "../../../provider/connection/connection.js";
import { type SettingSources } from "../../../provider/connection/settings.js";
import { requestVectors } from "../auth/vectors.js";

const PAIR = { merchantId: "merchant", merchantKeyId: "key-id", merchantSecretKey: "c2VjcmV0" };
const HOST = { host: "a.example" };
const ENVIRONMENTS =
  "cybersource-test, cybersource-production, cybersource-india, visaacceptance-test, visaacceptance-production";
const SETTINGS =
  "environment, host, merchantId, authentication, merchantKeyId, merchantSecretKey, p12, p12Password, portfolioId, " +
  "senderOrganizationId, permissions";
const HOST_FORM =
  "host (stack configuration) must be a host name or an https origin, without path, query or credentials";

const connectionsOf = (given: SettingSources, notify = (): void => undefined) =>
  createConnections(given, () => new Date(requestVectors.inputs.nowIso), notify);
const inConfig = (settings: Readonly<Record<string, string>>): SettingSources => ({
  stackConfig: (key) => settings[key.replace("cybersource-webhooks:", "")],
  environment: {},
});
const inEnvironment = (environment: SettingSources["environment"]): SettingSources => ({
  stackConfig: () => undefined,
  environment,
});

/** What opening a connection is refused for, one line each; nothing where it opens. */
const problemsOf = async (given: SettingSources, connection = "default"): Promise<string[]> => {
  const error: unknown = await connectionsOf(given)
    .open(connection, "org")
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (error === undefined) return [];
  if (!(error instanceof Error)) throw new Error("no error");
  const [first, ...problems] = error.message.split("\n");
  expect(first).toBe(`ERR_CONNECTION: connection "${connection}" cannot be used, and nothing was sent:`);
  return problems.map((problem) => problem.replace(/^ {2}- /, ""));
};

const way = (setting: string, variable: string, secret = ""): string =>
  `pulumi config set ${secret}cybersource-webhooks:${setting}, or the environment variable CYBERSOURCE_${variable}`;
const MISSING = [
  `merchantId is missing: ${way("merchantId", "MERCHANT_ID")}`,
  `merchantKeyId is missing: ${way("merchantKeyId", "MERCHANT_KEY_ID")}`,
  `merchantSecretKey is missing: ${way("merchantSecretKey", "MERCHANT_SECRET_KEY", "--secret ")}`,
] as const;

describe("what is missing", () => {
  test("is told all at once, with both ways to give it", async () => {
    expect(await problemsOf(inConfig({}))).toEqual([
      `environment is missing (one of ${ENVIRONMENTS}): ${way("environment", "ENVIRONMENT")}; or give host instead: ${way("host", "HOST")}`,
      ...MISSING,
    ]);
  });

  test("is told of a P12 where half of one is given", async () => {
    expect(await problemsOf(inConfig({ ...HOST, merchantId: "m", p12: "AAAA" }))).toEqual([
      `p12Password is missing: ${way("p12Password", "P12_PASSWORD", "--secret ")}`,
    ]);
    expect(await problemsOf(inConfig({ ...HOST, merchantId: "m", p12Password: "x" }))).toEqual([
      `p12 is missing: ${way("p12", "P12", "--secret ")}`,
    ]);
  });

  test("is told of a named connection by its path and its own variables", async () => {
    const [problem] = await problemsOf(inEnvironment({ CYBERSOURCE_MY_TEST_HOST: "a.example" }), "my-test");
    expect(problem).toBe(
      "merchantId is missing: pulumi config set --path 'cybersource-webhooks:connections.my-test.merchantId', " +
        "or the environment variable CYBERSOURCE_MY_TEST_MERCHANT_ID",
    );
  });

  test("is no merchantId with a portfolio, whose credential acts for the resource's organization", async () => {
    const { merchantKeyId, merchantSecretKey } = PAIR;
    expect(await problemsOf(inConfig({ ...HOST, merchantKeyId, merchantSecretKey }))).toEqual([MISSING[0]]);
    expect(await problemsOf(inConfig({ ...HOST, merchantKeyId, merchantSecretKey, portfolioId: "p" }))).toEqual([]);
  });

  test.each([" ", "\t\n"])("is what is given as %j", async (blank) => {
    expect(await problemsOf(inConfig({ ...HOST, ...PAIR, merchantKeyId: blank }))).toEqual([MISSING[1]]);
  });
});

describe("what contradicts itself or cannot be", () => {
  test.each<[Record<string, string>, string]>([
    [
      { ...HOST, environment: "cybersource-test" },
      "environment (stack configuration) and host (stack configuration) are both set: keep one of them",
    ],
    [{ environment: "prod" }, `environment (stack configuration) must be one of ${ENVIRONMENTS}`],
    [
      { ...HOST, authentication: "basic" },
      "authentication (stack configuration) must be one of jwt, http-signature, none",
    ],
    [
      { ...HOST, authentication: "none" },
      "authentication (stack configuration) is none, which is for loopback addresses only, but the host is a.example: choose jwt or http-signature",
    ],
    [
      { ...HOST, p12: "AAAA" },
      "a shared-secret pair and a P12 are both set: keep one of them. There are merchantKeyId (stack configuration), " +
        "merchantSecretKey (stack configuration), p12 (stack configuration)",
    ],
    [
      { ...HOST, p12Password: "x", merchantSecretKey: "" },
      "a shared-secret pair and a P12 are both set: keep one of them. There are merchantKeyId (stack configuration), " +
        "p12Password (stack configuration)",
    ],
    [
      { host: "http://a.example" },
      "host (stack configuration) must be an https origin: http is for loopback addresses only",
    ],
    [{ host: "ftp://a.example" }, HOST_FORM],
    [{ host: "not a host" }, HOST_FORM],
    [{ host: "a.example/path" }, HOST_FORM],
    [{ host: "https://a.example/?query" }, HOST_FORM],
    [{ host: "https://a.example/#part" }, HOST_FORM],
    [{ host: "https://user@a.example" }, HOST_FORM],
    [{ host: "https://:password@a.example" }, HOST_FORM],
    [{ host: "xhttps://a.example" }, HOST_FORM],
  ])("%j is told in one line", async (settings, problem) => {
    expect(await problemsOf(inConfig({ ...PAIR, ...settings }))).toEqual([problem]);
  });

  test("HTTP Signature with a P12 is told, and JWT is not", async () => {
    const settings = { ...HOST, merchantId: "m", p12: "AAAA", p12Password: "x" };
    expect(await problemsOf(inConfig({ ...settings, authentication: "http-signature" }))).toEqual([
      "authentication (stack configuration) is http-signature, which takes merchantKeyId and merchantSecretKey, but " +
        "p12 (stack configuration) and p12Password (stack configuration) came",
    ]);
  });

  test.each(["none", "jwt", "http-signature"])("the scheme %s is accepted on loopback", async (authentication) => {
    expect(await problemsOf(inConfig({ ...PAIR, host: "http://localhost:1", authentication }))).toEqual([]);
  });

  const SENDER = "senderOrganizationId (stack configuration) must be 2 to 100 letters, digits, hyphens or underscores";
  test.each([
    ["ab", []],
    ["A_-9", []],
    ["a".repeat(100), []],
    ["a", [SENDER]],
    ["a".repeat(101), [SENDER]],
    ["a b", [SENDER]],
    ["ab\nc", [SENDER]],
  ])("senderOrganizationId %j: %j", async (senderOrganizationId, problems) => {
    expect(await problemsOf(inConfig({ ...HOST, ...PAIR, senderOrganizationId }))).toEqual(problems);
  });

  const PERMISSIONS = "permissions (stack configuration) must be printable ASCII";
  test.each([
    ["1", []],
    ["~ ".repeat(2048).trim(), []],
    ["~".repeat(4096), []],
    ["~".repeat(4097), [PERMISSIONS]],
    ["a\u007f", [PERMISSIONS]],
    ["a\r\nb", [PERMISSIONS]],
    ["ü", [PERMISSIONS]],
  ])("permissions %j: %j", async (permissions, problems) => {
    expect(await problemsOf(inConfig({ ...HOST, ...PAIR, permissions }))).toEqual(problems);
  });
});

describe("named connections", () => {
  const named = (connections: string): Promise<string[]> => problemsOf(inConfig({ connections }), "test");

  test.each([
    ["{", "cybersource-webhooks:connections must be an object of connections by name"],
    ["[]", "cybersource-webhooks:connections must be an object of connections by name"],
    ["null", "cybersource-webhooks:connections must be an object of connections by name"],
    ["7", "cybersource-webhooks:connections must be an object of connections by name"],
    ['{"test":"x"}', "cybersource-webhooks:connections.test must be an object of settings"],
    ['{"test":[]}', "cybersource-webhooks:connections.test must be an object of settings"],
    ['{"test":{"merchantId":{}}}', "cybersource-webhooks:connections.test.merchantId must be a string"],
    [
      '{"test":{"merchantID":"m"}}',
      "cybersource-webhooks:connections.test.merchantID is not a setting; did you mean merchantId?",
    ],
    [
      '{"test":{"toString":"m"}}',
      `cybersource-webhooks:connections.test.toString is not a setting; there are ${SETTINGS}`,
    ],
  ])("%s is told", async (connections, problem) => {
    expect((await named(connections))[0]).toBe(problem);
  });

  test.each([" ", '{"test":{}}'])("in %j only what is missing is told", async (connections) => {
    expect((await named(connections))[0]).toMatch(/^environment is missing /);
  });

  test("that nothing configures are told with the names of those that are configured", async () => {
    const problems = await named('{"tests":{"host":"a.example"},"live":{"merchantId":"m"},"empty":{}}');
    expect(problems[0]).toBe('nothing configures it: did you mean "tests"? There are settings for tests, live');
    expect(problems[1]).toMatch(/^environment is missing /);
  });

  test("take numbers and booleans for texts, and nothing from the other connections or the default one", async () => {
    const connections = JSON.stringify({
      test: { ...HOST, ...PAIR, merchantId: 7, permissions: true },
      other: { host: "b.example" },
    });
    const given = inConfig({ connections, host: "c.example", senderOrganizationId: "sender" });
    const opened = await connectionsOf(given).open("test", "org");
    expect(opened).toMatchObject({
      origin: "https://a.example",
      proxy: undefined,
      senderOrganizationId: undefined,
      permissions: "true",
    });
    expect(connectionsOf(given).hostOf("test")).toEqual({ host: "a.example", isOfStack: true });
    expect(connectionsOf(given).hostOf("other")).toEqual({ host: "b.example", isOfStack: true });
    expect(connectionsOf(given).hostOf("toString")).toBeUndefined();
  });

  test("take every setting from variables with their name", async () => {
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

test("a proxy that cannot be used is told with everything else", async () => {
  const environment = { HTTPS_PROXY: "ftp://proxy.example", CYBERSOURCE_HOST: "a.example" };
  expect(await problemsOf(inEnvironment(environment))).toEqual([
    "HTTPS_PROXY must be the http or https URL of a proxy, without a path",
    ...MISSING,
  ]);
});

describe("a credential", () => {
  const { base64: p12, password: p12Password } = requestVectors.inputs.p12;

  test("of stack configuration goes before one of the environment", async () => {
    const given = {
      ...inConfig({ ...HOST, ...PAIR }),
      environment: { CYBERSOURCE_P12: p12, CYBERSOURCE_P12_PASSWORD: "x" },
    };
    expect(await problemsOf(given)).toEqual([]);
  });

  test("of a P12 is read once, and its end is told once in full", async () => {
    const told: string[] = [];
    const given = inConfig({ ...HOST, merchantId: requestVectors.inputs.merchantId, p12, p12Password });
    const connections = createConnections(
      given,
      () => new Date("2036-01-01T00:00:00Z"),
      (line) => void told.push(line),
    );
    await connections.open("default", "org");
    await connections.open("default", "org");
    expect(told).toEqual([
      'connection "default": the certificate of its P12 ends in less than 30 days, or has ended; make a new one in the ' +
        "Business Center and set p12 and p12Password",
    ]);
  });
});
