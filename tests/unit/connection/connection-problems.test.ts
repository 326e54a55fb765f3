import { describe, expect, test } from "@jest/globals";
import { createConnections } from "../../../provider/connection/connection.js";
import { requestVectors } from "../auth/vectors.js";
import { HOST, inConfig, inEnvironment, PAIR, problemsOf } from "./problems-setup.js";

const ENVIRONMENTS =
  "cybersource-test, cybersource-production, cybersource-india, visaacceptance-test, visaacceptance-production";
const HOST_FORM =
  "host (stack configuration) must be a host name or an https origin, without path, query or credentials";

const waysToSet = (setting: string, variable: string, secret = ""): string =>
  `pulumi config set ${secret}cybersource-webhooks:${setting}, or the environment variable CYBERSOURCE_${variable}`;
const MISSING = [
  `merchantId is missing: ${waysToSet("merchantId", "MERCHANT_ID")}`,
  `merchantKeyId is missing: ${waysToSet("merchantKeyId", "MERCHANT_KEY_ID")}`,
  `merchantSecretKey is missing: ${waysToSet("merchantSecretKey", "MERCHANT_SECRET_KEY", "--secret ")}`,
] as const;

describe("missing settings", () => {
  test("are all listed, with both ways to set each", async () => {
    expect(await problemsOf(inConfig({}))).toEqual([
      `environment is missing (one of ${ENVIRONMENTS}): ${waysToSet("environment", "ENVIRONMENT")}; or set host instead: ${waysToSet("host", "HOST")}`,
      ...MISSING,
    ]);
  });

  test("are those of a P12 if only one of them is set", async () => {
    expect(await problemsOf(inConfig({ ...HOST, merchantId: "m", p12: "AAAA" }))).toEqual([
      `p12Password is missing: ${waysToSet("p12Password", "P12_PASSWORD", "--secret ")}`,
    ]);
    expect(await problemsOf(inConfig({ ...HOST, merchantId: "m", p12Password: "x" }))).toEqual([
      `p12 is missing: ${waysToSet("p12", "P12", "--secret ")}`,
    ]);
  });

  test("are listed for a named connection with its path and its own variables", async () => {
    const [problem] = await problemsOf(inEnvironment({ CYBERSOURCE_MY_TEST_HOST: "a.example" }), "my-test");
    expect(problem).toBe(
      "merchantId is missing: pulumi config set --path 'cybersource-webhooks:connections.my-test.merchantId', " +
        "or the environment variable CYBERSOURCE_MY_TEST_MERCHANT_ID",
    );
  });

  test("don't include merchantId with a portfolio, which uses the resource's organization", async () => {
    const { merchantKeyId, merchantSecretKey } = PAIR;
    expect(await problemsOf(inConfig({ ...HOST, merchantKeyId, merchantSecretKey }))).toEqual([MISSING[0]]);
    expect(await problemsOf(inConfig({ ...HOST, merchantKeyId, merchantSecretKey, portfolioId: "p" }))).toEqual([]);
  });

  test.each([" ", "\t\n"])("include one that is set to %j", async (blank) => {
    expect(await problemsOf(inConfig({ ...HOST, ...PAIR, merchantKeyId: blank }))).toEqual([
      MISSING[1].replace("is missing", "(stack configuration) has nothing but white space"),
    ]);
  });
});

describe("wrong or contradictory settings", () => {
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
      "authentication (stack configuration) is none, which is for loopback addresses only, but the host is another one: choose jwt or http-signature",
    ],
    [
      { ...HOST, p12: "AAAA" },
      "a shared-secret pair and a P12 are both set: keep one of them. These are set: merchantKeyId (stack configuration), " +
        "merchantSecretKey (stack configuration), p12 (stack configuration)",
    ],
    [
      { ...HOST, p12Password: "x", merchantSecretKey: "" },
      "a shared-secret pair and a P12 are both set: keep one of them. These are set: merchantKeyId (stack configuration), " +
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
  ])("%j is reported once", async (settings, problem) => {
    expect(await problemsOf(inConfig({ ...PAIR, ...settings }))).toEqual([problem]);
  });

  test("a P12 is refused with HTTP Signature", async () => {
    const settings = { ...HOST, merchantId: "m", p12: "AAAA", p12Password: "x" };
    expect(await problemsOf(inConfig({ ...settings, authentication: "http-signature" }))).toEqual([
      "authentication (stack configuration) is http-signature, which takes merchantKeyId and merchantSecretKey, but " +
        "these are set: p12 (stack configuration), p12Password (stack configuration)",
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

test("a wrong proxy is reported together with all other problems", async () => {
  const environment = { HTTPS_PROXY: "ftp://proxy.example", CYBERSOURCE_HOST: "a.example" };
  expect(await problemsOf(inEnvironment(environment))).toEqual([
    "HTTPS_PROXY must be the http or https URL of a proxy, without a path",
    ...MISSING,
  ]);
});

describe("a credential", () => {
  const { base64: p12, password: p12Password } = requestVectors.inputs.p12;

  test("in the stack's configuration has priority over one in the environment", async () => {
    const settingSources = {
      ...inConfig({ ...HOST, ...PAIR }),
      environment: { CYBERSOURCE_P12: p12, CYBERSOURCE_P12_PASSWORD: "x" },
    };
    expect(await problemsOf(settingSources)).toEqual([]);
  });

  test("in a P12 is read once, with one warning if its certificate expires soon", async () => {
    const warnings: string[] = [];
    const settingSources = inConfig({ ...HOST, merchantId: requestVectors.inputs.merchantId, p12, p12Password });
    const connections = createConnections(
      settingSources,
      () => new Date("2036-01-01T00:00:00Z"),
      (line) => void warnings.push(line),
    );
    await connections.open("default", "org");
    await connections.open("default", "org");
    expect(warnings).toEqual([
      'connection "default": the certificate of its P12 expires in less than 30 days, or has expired. Create a new P12 in ' +
        "the Business Center, and set p12 and p12Password.",
    ]);
  });
});

test.each([
  ["default", "CYBERSOURCE_HOST", { "cybersource-webhooks:environment": "cybersource-test" }],
  [
    "india",
    "CYBERSOURCE_INDIA_HOST",
    { "cybersource-webhooks:connections": JSON.stringify({ india: { environment: "cybersource-test" } }) },
  ],
])(
  "a host in the environment that isn't used is named if unsigned requests are refused: %s",
  async (name, variable, config) => {
    const environment = { [variable]: "localhost:1", [variable.replace(/HOST$/, "AUTHENTICATION")]: "none" };
    const sources = { stackConfig: (key: string) => (config as Record<string, string>)[key], environment };
    expect(await problemsOf(sources, name)).toEqual([
      `authentication (environment variable ${variable.replace(/HOST$/, "AUTHENTICATION")}) is none, which is for loopback ` +
        "addresses only, but the host is another one: choose jwt or http-signature " +
        `(${variable} is set, but environment in the stack's configuration takes precedence: remove one)`,
    ]);
  },
);
