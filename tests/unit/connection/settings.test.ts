import { describe, expect, test } from "@jest/globals";
import { readSettings } from "../../../provider/connection/configured-settings.js";
import { createConnections } from "../../../provider/connection/connection.js";
import { nearestSetting } from "../../../provider/connection/setting-names.js";
import {
  effectiveSettings,
  type Setting,
  SETTING_NAMES,
  type SettingSources,
} from "../../../provider/connection/settings.js";
import { requestVectors } from "../auth/vectors.js";

/** For each setting, different values for the stack's configuration and the environment. */
const ROWS: Readonly<Record<Setting, readonly [stackConfig: string, environment: string]>> = {
  environment: ["cybersource-test", "cybersource-production"],
  host: ["a.example", "b.example"],
  merchantId: ["merchant_a", "merchant_b"],
  authentication: ["jwt", "http-signature"],
  merchantKeyId: ["key-a", "key-b"],
  merchantSecretKey: ["c2VjcmV0LWE=", "c2VjcmV0LWI="],
  p12: ["AAAA", "BBBB"],
  p12Password: ["password-a", "password-b"],
  portfolioId: ["portfolio_a", "portfolio_b"],
  senderOrganizationId: ["sender_a", "sender_b"],
  permissions: ["1", "2"],
};

const VARIABLES: Readonly<Record<Setting, string>> = {
  environment: "ENVIRONMENT",
  host: "HOST",
  merchantId: "MERCHANT_ID",
  authentication: "AUTHENTICATION",
  merchantKeyId: "MERCHANT_KEY_ID",
  merchantSecretKey: "MERCHANT_SECRET_KEY",
  p12: "P12",
  p12Password: "P12_PASSWORD",
  portfolioId: "PORTFOLIO_ID",
  senderOrganizationId: "SENDER_ORGANIZATION_ID",
  permissions: "PERMISSIONS",
};

const sources = (config: Record<string, string>, environment: Record<string, string> = {}): SettingSources => ({
  stackConfig: (key) => config[key.replace("cybersource-webhooks:", "")],
  environment,
});

describe("the stack's configuration has priority over the environment", () => {
  test.each(Object.entries(ROWS))(
    "for %s, of the default connection and of a named one",
    (setting, [first, second]) => {
      const variable = VARIABLES[setting as Setting];
      const top = sources({ [setting]: first }, { [`CYBERSOURCE_${variable}`]: second });
      expect(effectiveSettings(readSettings(top, "default"))).toEqual({ [setting]: first });
      const connections = JSON.stringify({ india: { [setting]: first } });
      const named = sources({ connections }, { [`CYBERSOURCE_INDIA_${variable}`]: second });
      expect(effectiveSettings(readSettings(named, "india"))).toEqual({ [setting]: first });
      const alone = sources({}, { [`CYBERSOURCE_${variable}`]: second });
      expect(effectiveSettings(readSettings(alone, "default"))).toEqual({ [setting]: second });
    },
  );

  test("for every setting", () => {
    expect(Object.keys(ROWS)).toEqual(SETTING_NAMES);
  });
});

describe("white space around a value", () => {
  test.each(Object.entries(ROWS))("of %s is kept only if it's a secret", (setting, [value]) => {
    const padded = ` ${value}\n`;
    const expected = ["merchantSecretKey", "p12", "p12Password"].includes(setting) ? padded : value;
    for (const read of [
      readSettings(sources({ [setting]: padded }), "default"),
      readSettings(sources({}, { [`CYBERSOURCE_${VARIABLES[setting as Setting]}`]: padded }), "default"),
      readSettings(sources({ connections: JSON.stringify({ india: { [setting]: padded } }) }), "india"),
    ]) {
      // Compare to a boolean, so that a failing assertion prints no secret.
      expect(effectiveSettings(read)[setting as Setting] === expected).toBe(true);
    }
  });
});

const HOST = { host: "a.example" };
const PAIR = { merchantId: "merchant", merchantKeyId: "key-id", merchantSecretKey: "c2VjcmV0" };
const P12 = {
  merchantId: requestVectors.inputs.merchantId,
  p12: requestVectors.inputs.p12.base64,
  p12Password: requestVectors.inputs.p12.password,
};

/** The message of the error of opening a connection. Undefined if it opens. */
const failureOf = async (settingSources: SettingSources, connection = "default"): Promise<string | undefined> =>
  createConnections(
    settingSources,
    () => new Date(requestVectors.inputs.nowIso),
    () => undefined,
  )
    .open(connection, "org name")
    .then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : "no error"),
    );
const inIndia = (settings: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`CYBERSOURCE_INDIA_${VARIABLES[name as Setting]}`, value]),
  );

describe("an error about a credential names the connection, the setting and its source", () => {
  test.each<[Record<string, string>, string, string]>([
    [
      { ...PAIR, merchantSecretKey: "no base64!" },
      "merchantSecretKey",
      "ERR_AUTH_SHARED_SECRET: … The shared secret must",
    ],
    [{ ...PAIR, merchantId: "a b" }, "merchantId", "ERR_AUTH_ID: … merchantId must"],
    [{ ...PAIR, merchantKeyId: "a b" }, "merchantKeyId", "ERR_AUTH_ID: … keyId must"],
    [{ ...PAIR, portfolioId: "a b" }, "portfolioId", "ERR_AUTH_ID: … portfolioId must"],
    [{ ...P12, p12: "no base64!" }, "p12", "ERR_AUTH_P12_BASE64: … The P12 must"],
    [{ ...P12, p12: "QUJD" }, "p12", "ERR_AUTH_P12_FORMAT: … The P12 must"],
    [{ ...P12, p12Password: "another" }, "p12Password", "ERR_AUTH_P12_PASSWORD: … The password doesn't open the P12"],
  ])("%#", async (settings, setting, message) => {
    const [code = "", reason = ""] = message.split(" … ");
    const places: [SettingSources, string, string][] = [
      [sources({ ...HOST, ...settings }), "default", "stack configuration"],
      [sources({ connections: JSON.stringify({ india: { ...HOST, ...settings } }) }), "india", "stack configuration"],
      [
        sources({}, inIndia({ ...HOST, ...settings })),
        "india",
        `environment variable CYBERSOURCE_INDIA_${VARIABLES[setting as Setting]}`,
      ],
    ];
    for (const [settingSources, connection, place] of places) {
      const failure = await failureOf(settingSources, connection);
      expect(failure?.startsWith(`${code} connection "${connection}", ${setting} (${place}): ${reason}`)).toBe(true);
    }
  });

  test("which is the organization of the resource with a portfolio", async () => {
    const { merchantKeyId, merchantSecretKey } = PAIR;
    const failure = await failureOf(sources({ ...HOST, merchantKeyId, merchantSecretKey, portfolioId: "p" }));
    expect(failure).toMatch(
      /^ERR_AUTH_ID: connection "default", merchantId \(organizationId of the resource\): merchantId/,
    );
  });

  test.each([" password", "password\n"])("and mentions white space around a password: %j", async (password) => {
    const failure = await failureOf(sources({ ...HOST, ...P12, p12Password: password }));
    expect(failure).toContain(
      "p12Password (stack configuration), which begins or ends with white space: The password doesn't open the P12",
    );
  });
});

test("white space around base64 is ignored", async () => {
  const spaced = { ...HOST, ...PAIR, merchantSecretKey: ` ${PAIR.merchantSecretKey}\n` };
  expect(await failureOf(sources(spaced))).toBeUndefined();
  expect(await failureOf(sources({ ...HOST, ...P12, p12: ` ${P12.p12}\n` }))).toBeUndefined();
});

describe("a number with too many digits", () => {
  const failureFor = async (json: string): Promise<string | undefined> =>
    failureOf(
      sources({ connections: `{"india":{"host":"a.example","merchantKeyId":"k","merchantId":${json}}}` }),
      "india",
    );
  const ROUNDED =
    "cybersource-webhooks:connections.india.merchantId was rounded, because the number has too many digits: set it as " +
    "text with pulumi config set --path --type string 'cybersource-webhooks:connections.india.merchantId', or put it in " +
    "quotes in the stack's file";

  test.each(["9007199254740992", "1234567890123456789", "1.5", "1e30"])("%s is refused", async (number) => {
    expect(await failureFor(number)).toContain(`\n  - ${ROUNDED}\n`);
  });

  test.each(["9007199254740991", "1234567890123456", '"1234567890123456789"'])("%s is accepted", async (number) => {
    expect(await failureFor(number)).not.toContain("rounded");
  });

  test("is also refused at the top level, if the Pulumi CLI has rounded it", async () => {
    const failure = await failureOf(sources({ ...HOST, ...PAIR, merchantId: "1.2345678901234568e+18" }));
    expect(failure).toContain("cybersource-webhooks:merchantId was rounded");
    expect(await failureOf(sources({ ...HOST, ...PAIR, merchantId: "1234567890123456789" }))).toBeUndefined();
  });
});

describe("a misspelled setting", () => {
  test.each<[Record<string, string>, Record<string, string>, string]>([
    [{ merchantID: "m" }, {}, "cybersource-webhooks:merchantID"],
    [{ merchantid: "m" }, {}, "cybersource-webhooks:merchantid"],
    [{}, { CYBERSOURCE_MERCHANTID: "m" }, "CYBERSOURCE_MERCHANTID"],
    [{}, { CYBERSOURCE_MERCHNAT_ID: "m" }, "CYBERSOURCE_MERCHNAT_ID"],
  ])("is reported if the correct one is missing: %j %j", async (config, environment, written) => {
    const right = written.startsWith("CYBERSOURCE_") ? "CYBERSOURCE_MERCHANT_ID" : "cybersource-webhooks:merchantId";
    const failure = await failureOf(
      sources({ ...HOST, merchantKeyId: "k", merchantSecretKey: "c2Vj", ...config }, environment),
    );
    expect(failure).toBe(
      'ERR_CONNECTION: connection "default" cannot be used, and nothing was sent:\n' +
        `  - merchantId is missing (${written} is set, but nothing reads it: did you mean ${right}?): ` +
        "pulumi config set cybersource-webhooks:merchantId, or the environment variable CYBERSOURCE_MERCHANT_ID",
    );
  });

  test.each<[string, Record<string, string>]>([
    ["environment", { runEnvironment: "apitest.cybersource.com" }],
    ["environment", { hostName: "apitest.cybersource.com" }],
  ])("is reported if %s is missing: %j", async (_, config) => {
    const [written = ""] = Object.keys(config);
    expect(await failureOf(sources({ ...PAIR, ...config }))).toContain(
      `(cybersource-webhooks:${written} is set, but nothing reads it: did you mean`,
    );
  });

  test.each([
    ["merchantID", "merchantId"],
    ["merchant_id", "merchantId"],
    ["merchantsecretKey", "merchantSecretKey"],
    ["keyPass", "p12Password"],
    ["MERCHANTKEYID", "merchantKeyId"],
    ["portfolioID", "portfolioId"],
    ["enviroment", "environment"],
    ["hots", undefined],
    ["hst", "host"],
    ["p13", "p12"],
    ["color", undefined],
    ["key", undefined],
    ["", undefined],
  ])("%j stands for %s", (name, setting) => {
    expect(nearestSetting(name)).toBe(setting);
  });
});
