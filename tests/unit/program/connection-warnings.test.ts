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

/** What a preview and an `up` of two keys warn of, with settings as they are written. */
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
  const told: string[][] = [];
  for (const isPreview of [true, false]) {
    warned = [];
    const given = connection === undefined ? {} : { connection };
    await runProgram(
      () => [
        new WebhookSigningKey("orders", { organizationId: "org", ...given }),
        new WebhookOAuthCredential("orders", { organizationId: "org", clientId: "c", clientSecret: "s", ...given }),
      ],
      { isPreview },
    );
    told.push(warned.map((line) => line.replace("warning: [runtime] cybersource-webhooks: ", "")));
  }
  expect(told[0]).toEqual(told[1]);
  return told[0] ?? [];
};

const LIVE = { connections: '{"production":{"environment":"cybersource-production"},"empty":{}}' };
const of = (connection: string, problem: string): string[] => [
  `the connection "${connection}", which "orders" uses, cannot send a request: ${problem}`,
];
const ENVIRONMENTS =
  "cybersource-test, cybersource-production, cybersource-india, visaacceptance-test, visaacceptance-production";

describe("a connection is warned of once, in preview and up", () => {
  test.each<[string, Record<string, string>, pulumi.Input<string> | undefined, string[]]>([
    [
      "when nothing configures it while others are configured",
      LIVE,
      "prodution",
      of("prodution", 'nothing configures it: did you mean "production"? There are settings for production'),
    ],
    [
      "when its name comes late",
      LIVE,
      pulumi.output("india"),
      of("india", "nothing configures it. There are settings for production"),
    ],
    [
      "when nothing configures the default one",
      { ...LIVE, CYBERSOURCE_EU_TEST_HOST: "a.example" },
      undefined,
      of("default", "nothing configures it. There are settings for eu_test, production"),
    ],
    [
      "when the default one alone is configured",
      { CYBERSOURCE_HOST: "a.example" },
      "live",
      of("live", "nothing configures it. There are settings for default"),
    ],
    [
      "when its environment has a wrong name",
      { environment: "cybersource-prodution" },
      undefined,
      of(
        "default",
        `environment (stack configuration) must be one of ${ENVIRONMENTS}: did you mean cybersource-production?`,
      ),
    ],
    [
      "when the environment of a variable has a wrong name",
      { CYBERSOURCE_LIVE_ENVIRONMENT: "production" },
      "live",
      of("live", `environment (environment variable CYBERSOURCE_LIVE_ENVIRONMENT) must be one of ${ENVIRONMENTS}`),
    ],
    [
      "when a setting has a wrong name",
      { environment: "cybersource-test", merchantID: "m" },
      undefined,
      of(
        "default",
        "cybersource-webhooks:merchantID is set, which nothing reads: did you mean cybersource-webhooks:merchantId?",
      ),
    ],
    [
      "when a variable has a wrong name",
      { CYBERSOURCE_HOST: "a.example", CYBERSOURCE_MERCHANTID: "m" },
      undefined,
      of("default", "CYBERSOURCE_MERCHANTID is set, which nothing reads: did you mean CYBERSOURCE_MERCHANT_ID?"),
    ],
    [
      "when its scheme has a wrong name",
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
    ["where nothing is configured at all", {}, "live"],
    ["where a variable configures it", { ...LIVE, CYBERSOURCE_EU_TEST_MERCHANT_ID: "m" }, "eu-test"],
    ["where credentials are missing, which CI may have", LIVE, "production"],
    ["where the host is missing, which CI may have", { merchantId: "m" }, undefined],
    [
      "where a wrong name does not matter, because the right one is set",
      { merchantID: "m", merchantId: "m" },
      undefined,
    ],
    ["where a key of another meaning is in the same namespace", { merchantId: "m", color: "red" }, undefined],
  ])("not %s", async (_, settings, connection) => {
    expect(await warnings(settings, connection)).toEqual([]);
  });
});
