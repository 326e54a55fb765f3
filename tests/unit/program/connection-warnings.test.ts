import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { WebhookOAuthCredential, WebhookSigningKey } from "../../../provider/index.js";
import { runProgram } from "../../support/run-program.js";

let warned: string[] = [];

beforeEach(() => {
  warned = [];
  jest.spyOn(console, "warn").mockImplementation((line: string) => void warned.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  pulumi.runtime.setAllConfig({});
  for (const name of Object.keys(process.env).filter((each) => each.startsWith("CYBERSOURCE_"))) {
    Reflect.deleteProperty(process.env, name);
  }
});

/** The warnings of a preview and an `up` with two keys. `settings` are configuration keys and environment variables. */
const warnings = async (
  settings: Record<string, string>,
  connection: pulumi.Input<string> | undefined,
): Promise<string[]> => {
  for (const [name, value] of Object.entries(settings).filter(([name]) => name.startsWith("CYBERSOURCE_"))) {
    process.env[name] = value;
  }
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [`cybersource-webhooks:${name}`, value])),
  );
  const perRun: string[][] = [];
  for (const isPreview of [true, false]) {
    warned = [];
    const connectionArgs = connection === undefined ? {} : { connection };
    await runProgram(
      () => [
        new WebhookSigningKey("orders", { organizationId: "org", ...connectionArgs }),
        new WebhookOAuthCredential("orders", {
          organizationId: "org",
          clientId: "c",
          clientSecret: "s",
          ...connectionArgs,
        }),
      ],
      { isPreview },
    );
    perRun.push(warned.map((line) => line.replace("warning: [runtime] cybersource-webhooks: ", "")));
  }
  expect(perRun[0]).toEqual(perRun[1]);
  return perRun[0] ?? [];
};

const PAIR = { merchantId: "m", merchantKeyId: "k", authentication: "jwt" };
const LIVE = { connections: '{"production":{"environment":"cybersource-production"},"empty":{}}' };
const of = (connection: string, problem: string): string[] => [
  `the connection "${connection}", which "orders" uses, cannot send a request: ${problem}`,
];
const ignoredBy = (connection: string, what: string): string[] => [
  `the connection "${connection}", which "orders" uses, ignores ${what}`,
];
const KEY = "cybersource-webhooks:";
const NOT_A_SETTING = "which isn't a setting: did you mean";
const ENVIRONMENTS =
  "cybersource-test, cybersource-production, cybersource-india, visaacceptance-test, visaacceptance-production";

describe("warns of a connection once, in preview and up", () => {
  test.each<[string, Record<string, string>, pulumi.Input<string> | undefined, string[]]>([
    [
      "when nothing configures it while others are configured",
      LIVE,
      "prodution",
      of("prodution", 'nothing configures it: did you mean "production"? There are settings for production'),
    ],
    [
      "when its name is an output",
      LIVE,
      pulumi.output("india"),
      of("india", "nothing configures it. There are settings for production"),
    ],
    [
      "when nothing configures the default connection",
      { ...LIVE, CYBERSOURCE_EU_TEST_HOST: "a.example" },
      undefined,
      of("default", "nothing configures it. There are settings for eu_test, production"),
    ],
    [
      "when only the default connection is configured",
      { CYBERSOURCE_HOST: "a.example" },
      "live",
      of("live", "nothing configures it. There are settings for default"),
    ],
    [
      "when the value of `environment` is wrong",
      { environment: "cybersource-prodution" },
      undefined,
      of(
        "default",
        `environment (stack configuration) must be one of ${ENVIRONMENTS}: did you mean cybersource-production?`,
      ),
    ],
    [
      "when the value of an environment variable is wrong",
      { CYBERSOURCE_LIVE_ENVIRONMENT: "production" },
      "live",
      of("live", `environment (environment variable CYBERSOURCE_LIVE_ENVIRONMENT) must be one of ${ENVIRONMENTS}`),
    ],
    [
      "when the name of a setting is wrong",
      { environment: "cybersource-test", merchantID: "m" },
      undefined,
      ignoredBy("default", `${KEY}merchantID, ${NOT_A_SETTING} ${KEY}merchantId? Rename or remove it`),
    ],
    [
      "when the name of a variable is wrong",
      { CYBERSOURCE_HOST: "a.example", CYBERSOURCE_MERCHANTID: "m" },
      undefined,
      ignoredBy("default", `CYBERSOURCE_MERCHANTID, ${NOT_A_SETTING} CYBERSOURCE_MERCHANT_ID? Rename or remove it`),
    ],
    [
      "when the name of the only setting is wrong",
      { enviroment: "cybersource-test" },
      undefined,
      ignoredBy("default", `${KEY}enviroment, ${NOT_A_SETTING} ${KEY}environment? Rename or remove it`),
    ],
    [
      "when a misspelled setting is beside a complete connection",
      { host: "a.example", ...PAIR, permisions: "100" },
      undefined,
      ignoredBy("default", `${KEY}permisions, ${NOT_A_SETTING} ${KEY}permissions? Rename or remove it`),
    ],
    [
      "when a misspelled variable is beside a complete connection",
      { connections: JSON.stringify({ live: { host: "a.example", ...PAIR } }), CYBERSOURCE_LIVE_PORTFOLIOID: "p" },
      "live",
      ignoredBy(
        "live",
        `CYBERSOURCE_LIVE_PORTFOLIOID, ${NOT_A_SETTING} CYBERSOURCE_LIVE_PORTFOLIO_ID? Rename or remove it`,
      ),
    ],
    [
      "when the name of all named connections is wrong",
      { conections: LIVE.connections, host: "a.example" },
      "production",
      [
        ...of("production", "nothing configures it. There are settings for default"),
        ...ignoredBy("production", `${KEY}conections, ${NOT_A_SETTING} ${KEY}connections? Rename or remove it`),
      ],
    ],
    [
      "when a setting of the stack has no value",
      { host: "a.example", ...PAIR, portfolioId: "" },
      undefined,
      ignoredBy(
        "default",
        `${KEY}portfolioId, which has no value: give it one, or remove it with \`pulumi config rm ${KEY}portfolioId\``,
      ),
    ],
    [
      "when a setting of a named connection has only white space",
      { connections: JSON.stringify({ live: { host: "a.example", ...PAIR, permissions: " " } }) },
      "live",
      ignoredBy(
        "live",
        `${KEY}connections.live.permissions, which has no value: give it one, or remove it with \`pulumi config rm --path ` +
          `'${KEY}connections.live.permissions'\``,
      ),
    ],
    [
      "when the named connections can't be read",
      { connections: '{"live":{"merchantId":"m"', host: "a.example", ...PAIR },
      undefined,
      ignoredBy(
        "default",
        `${KEY}connections, which must be an object of connections by name: correct its JSON, or remove it with \`pulumi config ` +
          `rm ${KEY}connections\` and set each setting with \`pulumi config set --path '${KEY}connections.NAME.SETTING' VALUE\`, ` +
          "a credential with --secret",
      ),
    ],
    [
      "when a number is rounded, whose command would drop the rest of one text",
      { connections: '{"live":{"host":"a.example","merchantId":1e30}}' },
      "live",
      of(
        "live",
        `${KEY}connections.live.merchantId was rounded, because the number has too many digits: set it as text with pulumi ` +
          `config set --path --type string '${KEY}connections.live.merchantId', or put it in quotes in the stack's file; if ` +
          `${KEY}connections was set as one JSON text, change that text instead: --path would drop the rest of it`,
      ),
    ],
    [
      "when no variable of it has a value",
      { ...LIVE, CYBERSOURCE_EU_TEST_HOST: "", CYBERSOURCE_EU_TEST_P12: "" },
      "eu-test",
      of(
        "eu-test",
        "no setting of it has a value: host (environment variable CYBERSOURCE_EU_TEST_HOST) is empty, p12 (environment " +
          "variable CYBERSOURCE_EU_TEST_P12) is empty. There are settings for production",
      ),
    ],
    [
      "when the authentication scheme doesn't exist",
      { host: "a.example", authentication: "http_signature" },
      undefined,
      of(
        "default",
        "authentication (stack configuration) must be one of jwt, http-signature, none: did you mean http-signature?",
      ),
    ],
  ])("%s", async (_, settings, connection, expected) => {
    expect(await warnings(settings, connection)).toEqual(expected);
  });

  test.each<[string, Record<string, string>, string | undefined]>([
    ["when nothing is configured at all", {}, "live"],
    ["when a variable configures it", { ...LIVE, CYBERSOURCE_EU_TEST_MERCHANT_ID: "m" }, "eu-test"],
    ["when credentials are missing, which CI may have", LIVE, "production"],
    ["when the host is missing, which CI may have", { merchantId: "m" }, undefined],
    ["when the correct name is set as well as the wrong one", { merchantID: "m", merchantId: "m" }, undefined],
    [
      "when a misspelled variable is one of another connection",
      { host: "a.example", CYBERSOURCE_LIVE_MERCHANTID: "m" },
      undefined,
    ],
    ["when a variable has no value, as CI systems define it", { host: "a.example", CYBERSOURCE_P12: "" }, undefined],
    ["when the namespace has a key for something else", { merchantId: "m", color: "red" }, undefined],
  ])("not %s", async (_, settings, connection) => {
    expect(await warnings(settings, connection)).toEqual([]);
  });
});
