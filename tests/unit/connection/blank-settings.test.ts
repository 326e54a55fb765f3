import { describe, expect, test } from "@jest/globals";
import { SETTINGS, type SettingSources } from "../../../provider/connection/settings.js";
import { HOST, inConfig, inEnvironment, PAIR, problemsOf } from "./problems-setup.js";

const ENVIRONMENTS =
  "cybersource-test, cybersource-production, cybersource-india, visaacceptance-test, visaacceptance-production";

/** The ways to set a setting, which an error gives after what is wrong. */
const ways = (name: keyof typeof SETTINGS, connection = ""): string => {
  const { variable, isSecret } = SETTINGS[name];
  const key =
    connection === ""
      ? `cybersource-webhooks:${name}`
      : `--path 'cybersource-webhooks:connections.${connection.toLowerCase()}.${name}'`;
  const prefix = connection === "" ? "" : `${connection}_`;
  return `pulumi config set ${isSecret ? "--secret " : ""}${key}, or the environment variable CYBERSOURCE_${prefix}${variable}`;
};

const P12 = { ...HOST, merchantId: "m", p12: "QUJD", p12Password: "word" };
const COMPLETE = { pair: { ...HOST, ...PAIR }, p12: P12 };
const REQUIRED = [
  ["pair", "merchantId"],
  ["pair", "merchantKeyId"],
  ["pair", "merchantSecretKey"],
  ["p12", "p12"],
  ["p12", "p12Password"],
] as const;

const variables = (settings: Readonly<Record<string, string>>, prefix = ""): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `CYBERSOURCE_${prefix}${SETTINGS[name as keyof typeof SETTINGS].variable}`,
      value,
    ]),
  );

describe("a setting without a value isn't called missing, but empty", () => {
  test.each(REQUIRED)("%s: %s", async (kind, name) => {
    const settings = { ...COMPLETE[kind], [name]: "" };
    expect(await problemsOf(inConfig(settings))).toEqual([`${name} (stack configuration) is empty: ${ways(name)}`]);
    expect(await problemsOf(inEnvironment(variables(settings)))).toEqual([
      `${name} (environment variable CYBERSOURCE_${SETTINGS[name].variable}) is empty: ${ways(name)}`,
    ]);
    const named = inConfig({ connections: JSON.stringify({ india: settings }) });
    expect(await problemsOf(named, "india")).toEqual([
      `${name} (stack configuration) is empty: ${ways(name, "INDIA")}`,
      "if cybersource-webhooks:connections was set as one JSON text, change that text instead: --path would drop the rest of it",
    ]);
    expect(await problemsOf(inEnvironment(variables(settings, "INDIA_")), "india")).toEqual([
      `${name} (environment variable CYBERSOURCE_INDIA_${SETTINGS[name].variable}) is empty: ${ways(name, "INDIA")}`,
    ]);
  });

  test("in both places", async () => {
    const sources: SettingSources = {
      ...inConfig({ ...P12, p12Password: "" }),
      environment: { CYBERSOURCE_P12_PASSWORD: " " },
    };
    expect(await problemsOf(sources)).toEqual([
      "p12Password (stack configuration and environment variable CYBERSOURCE_P12_PASSWORD) has nothing but white space: " +
        ways("p12Password"),
    ]);
  });

  test("and it counts as unset: the environment has the value", async () => {
    const sources: SettingSources = {
      ...inConfig({ ...HOST, ...PAIR, merchantSecretKey: "" }),
      environment: { CYBERSOURCE_MERCHANT_SECRET_KEY: PAIR.merchantSecretKey },
    };
    expect(await problemsOf(sources)).toEqual([]);
  });

  test("the whole P12, where no key pair is set", async () => {
    expect(await problemsOf(inConfig({ ...P12, p12: "", p12Password: "" }))).toEqual([
      `p12 (stack configuration) is empty: ${ways("p12")}`,
      `p12Password (stack configuration) is empty: ${ways("p12Password")}`,
    ]);
    const withHttpSignature = { ...P12, p12: "", p12Password: "", authentication: "http-signature" };
    expect(await problemsOf(inConfig(withHttpSignature))).toEqual([
      `merchantKeyId is missing: ${ways("merchantKeyId")}`,
      `merchantSecretKey is missing: ${ways("merchantSecretKey")}`,
    ]);
  });

  test.each<[Record<string, string>, string]>([
    [{ environment: "" }, "environment (stack configuration) is empty"],
    [{ host: "" }, "host (stack configuration) is empty, and environment is missing"],
    [
      { environment: " ", host: "" },
      "host (stack configuration) is empty, and environment (stack configuration) has nothing but white space",
    ],
  ])("the host: %j", async (settings, what) => {
    expect(await problemsOf(inConfig({ ...PAIR, ...settings }))).toEqual([
      `${what} (one of ${ENVIRONMENTS}): ${ways("environment")}; or set host instead: ${ways("host")}`,
    ]);
  });

  test("all settings of a connection", async () => {
    const sources: SettingSources = {
      ...inConfig({ ...HOST, connections: JSON.stringify({ india: { host: "" } }) }),
      environment: { CYBERSOURCE_INDIA_MERCHANT_ID: "" },
    };
    const [problem] = await problemsOf(sources, "india");
    expect(problem).toBe(
      "no setting of it has a value: host (stack configuration) is empty, merchantId (environment variable " +
        "CYBERSOURCE_INDIA_MERCHANT_ID) is empty. There are settings for default",
    );
  });

  test("of an explicit provider", async () => {
    const sources: SettingSources = { ...inConfig({ ...P12, p12Password: "" }), isExplicitProvider: () => true };
    expect(await problemsOf(sources)).toEqual([
      "p12Password (input of the provider) is empty: the provider's input p12Password, or the environment variable " +
        "CYBERSOURCE_P12_PASSWORD",
    ]);
  });
});

test.each(["conections", "connection"])("a key that was to be `connections` is named: %s", async (written) => {
  const values: Record<string, string> = { host: "a.example", [written]: '{"india":{"host":"b.example"}}' };
  const sources = {
    ...inConfig(values),
    keys: () => Object.keys(values).map((name) => `cybersource-webhooks:${name}`),
  };
  const problems = await problemsOf(sources, "india");
  expect(problems.slice(0, 2)).toEqual([
    "nothing configures it. There are settings for default",
    `cybersource-webhooks:${written} isn't a setting: did you mean cybersource-webhooks:connections?`,
  ]);
});
