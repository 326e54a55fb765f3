import { describe, expect, test } from "@jest/globals";
import { createConnections } from "../../../provider/connection/connection.js";
import { type SettingSources } from "../../../provider/connection/settings.js";
import { type Connection } from "../../../provider/api/connection.js";
import { requestVectors } from "../auth/vectors.js";

const { inputs } = requestVectors;
const pair = {
  merchantId: inputs.merchantId,
  merchantKeyId: inputs.keyId,
  merchantSecretKey: inputs.sharedSecretBase64,
};

const ignore = (): void => undefined;
const sources = (config: Record<string, string>, environment: Record<string, string> = {}): SettingSources => ({
  stackConfig: (key) => config[key],
  environment,
});
const inConfig = (settings: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`cybersource-webhooks:${name}`, value]));

const open = async (settings: SettingSources, connection = "default"): Promise<Connection> =>
  createConnections(settings, () => new Date(inputs.nowIso), ignore).open(connection, "resource_org");
const hostOf = (settingSources: SettingSources): string | undefined =>
  createConnections(settingSources, () => new Date(inputs.nowIso), ignore).hostOf("default")?.host;
const problemsOf = async (settingSources: SettingSources, connection?: string): Promise<string> => {
  const error: unknown = await open(settingSources, connection).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: "ConnectionError", code: "ERR_CONNECTION" });
  return error instanceof Error ? error.message : "";
};
const sign = async ({ authenticate, origin }: Connection): Promise<Readonly<Record<string, string>>> =>
  authenticate({ method: "POST", host: new URL(origin).host, path: "/p", body: "{}" }, new Date(inputs.nowIso));
const schemeOf = async (connection: Connection): Promise<string> => {
  const headers = Object.fromEntries(Object.entries(await sign(connection)).map(([k, v]) => [k.toLowerCase(), v]));
  if (headers.signature !== undefined) return "http-signature";
  if (headers.authorization === undefined) return "none";
  const header: unknown = JSON.parse(
    Buffer.from(headers.authorization.split(" ")[1]?.split(".")[0] ?? "", "base64url").toString(),
  );
  return String(Reflect.get(Object(header), "alg"));
};

describe("openConnection", () => {
  test.each([
    ["cybersource-test", "https://apitest.cybersource.com"],
    ["cybersource-production", "https://api.cybersource.com"],
    ["cybersource-india", "https://api.in.cybersource.com"],
    ["visaacceptance-test", "https://apitest.visaacceptance.com"],
    ["visaacceptance-production", "https://api.visaacceptance.com"],
  ])("knows the environment %s", async (environment, origin) => {
    expect((await open(sources(inConfig({ environment, ...pair })))).origin).toBe(origin);
  });

  test.each([
    ["api.example.com", "https://api.example.com"],
    ["https://api.example.com", "https://api.example.com"],
    ["https://api.example.com:8443/", "https://api.example.com:8443"],
    ["http://127.0.0.1:8480", "http://127.0.0.1:8480"],
    ["http://localhost:8480", "http://localhost:8480"],
    ["http://[::1]:8480", "http://[::1]:8480"],
  ])("accepts the host %s", async (host, origin) => {
    expect((await open(sources(inConfig({ host, ...pair })))).origin).toBe(origin);
  });

  test.each([
    "http://api.example.com",
    "http://127.0.0.1.example.com",
    "https://user:password@api.example.com",
    "https://api.example.com/path",
    "https://api.example.com/?query",
    "ftp://api.example.com",
    "not a host",
  ])("refuses the host %s without repeating it", async (host) => {
    const problems = await problemsOf(sources(inConfig({ host, ...pair })));
    expect(problems).toContain("host (stack configuration) must be");
    expect(problems).not.toContain(host);
  });

  test("signs with JWT and the key pair by default", async () => {
    expect(await schemeOf(await open(sources(inConfig({ environment: "cybersource-test", ...pair }))))).toBe("HS256");
  });

  test("signs with the P12 if one is set", async () => {
    const { base64: p12, password: p12Password } = inputs.p12;
    const settings = { environment: "cybersource-test", merchantId: inputs.merchantId, p12, p12Password };
    expect(await schemeOf(await open(sources(inConfig(settings))))).toBe("RS256");
  });

  test("warns of a P12 whose certificate expires within 30 days, once, and not before", async () => {
    const { base64: p12, password: p12Password } = inputs.p12;
    const settingSources = sources(
      inConfig({ environment: "cybersource-test", merchantId: inputs.merchantId, p12, p12Password }),
    );
    const end = Date.parse("2036-01-01T00:00:00Z");
    const noticesAt = async (now: Date): Promise<string[]> => {
      const notices: string[] = [];
      const connections = createConnections(
        settingSources,
        () => now,
        (line) => notices.push(line),
      );
      await connections.open("default", "org");
      await connections.open("default", "org");
      return notices;
    };
    expect(await noticesAt(new Date(end - 30 * 86_400_000))).toEqual([]);
    expect(await noticesAt(new Date(end - 30 * 86_400_000 + 1))).toHaveLength(1);
  });

  test("signs with HTTP Signature if that is set", async () => {
    const settings = { environment: "cybersource-test", authentication: "http-signature", ...pair };
    expect(await schemeOf(await open(sources(inConfig(settings))))).toBe("http-signature");
  });

  test("sends unsigned requests with `none`, which it refuses for hosts other than loopback", async () => {
    const local = inConfig({ host: "http://127.0.0.1:1", authentication: "none" });
    expect(await schemeOf(await open(sources(local)))).toBe("none");
    const remote = inConfig({ environment: "cybersource-test", authentication: "none" });
    expect(await problemsOf(sources(remote))).toContain("loopback");
  });

  test("uses the organization of the resource as the merchant with a portfolio", async () => {
    const { merchantKeyId, merchantSecretKey } = pair;
    const settings = { environment: "cybersource-test", authentication: "http-signature", portfolioId: "portfolio" };
    const connection = await open(sources(inConfig({ ...settings, merchantKeyId, merchantSecretKey })));
    expect(await sign(connection)).toMatchObject({ "v-c-merchant-id": "resource_org" });
  });

  test("prefers the stack's configuration to the environment, for each setting separately", async () => {
    const config = inConfig({ environment: "cybersource-production", merchantId: pair.merchantId });
    const environment = {
      CYBERSOURCE_HOST: "https://elsewhere.example.com",
      CYBERSOURCE_MERCHANT_KEY_ID: pair.merchantKeyId,
      CYBERSOURCE_MERCHANT_SECRET_KEY: pair.merchantSecretKey,
      CYBERSOURCE_SENDER_ORGANIZATION_ID: "sender",
      CYBERSOURCE_PERMISSIONS: "100",
    };
    expect(await open(sources(config, environment))).toMatchObject({
      origin: "https://api.cybersource.com",
      senderOrganizationId: "sender",
      permissions: "100",
    });
  });

  test("works with environment variables only, and ignores empty ones", async () => {
    const environment = {
      CYBERSOURCE_ENVIRONMENT: "cybersource-india",
      CYBERSOURCE_HOST: "",
      CYBERSOURCE_MERCHANT_ID: pair.merchantId,
      CYBERSOURCE_MERCHANT_KEY_ID: pair.merchantKeyId,
      CYBERSOURCE_MERCHANT_SECRET_KEY: pair.merchantSecretKey,
    };
    expect((await open(sources({}, environment))).origin).toBe("https://api.in.cybersource.com");
  });

  test("opens named connections from the configuration and the environment", async () => {
    const connections = JSON.stringify({ test: { environment: "cybersource-test", ...pair } });
    const settingSources = sources(
      { "cybersource-webhooks:connections": connections },
      {
        CYBERSOURCE_LIVE_1_ENVIRONMENT: "cybersource-production",
        CYBERSOURCE_LIVE_1_MERCHANT_ID: pair.merchantId,
        CYBERSOURCE_LIVE_1_MERCHANT_KEY_ID: pair.merchantKeyId,
        CYBERSOURCE_LIVE_1_MERCHANT_SECRET_KEY: pair.merchantSecretKey,
      },
    );
    expect((await open(settingSources, "test")).origin).toBe("https://apitest.cybersource.com");
    expect((await open(settingSources, "live-1")).origin).toBe("https://api.cybersource.com");
    expect(await problemsOf(settingSources)).toContain("environment is missing");
  });

  test("lists every missing setting and both ways to set it", async () => {
    const problems = await problemsOf(sources({}));
    for (const setting of ["environment", "host", "merchantId", "merchantKeyId"]) {
      expect(problems).toContain(`pulumi config set cybersource-webhooks:${setting}`);
    }
    expect(problems).toContain("pulumi config set --secret cybersource-webhooks:merchantSecretKey");
    for (const variable of ["ENVIRONMENT", "HOST", "MERCHANT_ID", "MERCHANT_KEY_ID", "MERCHANT_SECRET_KEY"]) {
      expect(problems).toContain(`CYBERSOURCE_${variable}`);
    }
    const named = await problemsOf(sources({}), "live-1");
    expect(named).toContain("--path 'cybersource-webhooks:connections.live-1.merchantId'");
    expect(named).toContain("CYBERSOURCE_LIVE_1_MERCHANT_ID");
  });

  test.each<[string, Record<string, string>, string]>([
    ["two endpoints", { environment: "cybersource-test", host: "https://a.example" }, "are both set"],
    ["two credentials", { p12: "AAAA", p12Password: "x" }, "keep one of them"],
    ["an unknown environment", { environment: "cybersource-prod" }, "environment (stack configuration) must be one of"],
    ["an unknown scheme", { authentication: "basic" }, "authentication (stack configuration) must be one of"],
    ["an invalid sender", { senderOrganizationId: "a b" }, "senderOrganizationId (stack configuration) must be"],
    ["invalid permissions", { permissions: "a\r\nb: c" }, "permissions (stack configuration) must be"],
  ])("refuses %s", async (_, settings, expected) => {
    const base = settings.environment === undefined && settings.host === undefined ? { host: "a.example" } : {};
    expect(await problemsOf(sources(inConfig({ ...pair, ...base, ...settings })))).toContain(expected);
  });

  test("refuses HTTP Signature with a P12", async () => {
    const settings = { host: "a.example", authentication: "http-signature", p12: "AAAA", p12Password: "x" };
    expect(await problemsOf(sources(inConfig(settings)))).toContain(
      "but these are set: p12 (stack configuration), p12Password (stack configuration)",
    );
  });

  test.each([
    ["not JSON", "{"],
    ["a list", "[]"],
    ["a connection that isn't an object", '{"test":"x"}'],
    ["a setting that doesn't exist", '{"test":{"merchantID":"m"}}'],
    ["a setting that is an object", '{"test":{"merchantId":{"a":1}}}'],
  ])("refuses connections that are %s", async (_, connections) => {
    expect(await problemsOf(sources({ "cybersource-webhooks:connections": connections }), "test")).toContain(
      "cybersource-webhooks:connections",
    );
  });

  test("doesn't repeat values in its error", async () => {
    const settings = {
      ...pair,
      environment: "wrong-environment",
      host: "wrong-host/x",
      p12: "QUJDREVGR0hJSktM",
      p12Password: "pass-w0rd",
    };
    const problems = await problemsOf(sources(inConfig(settings)));
    for (const value of Object.values(settings)) expect(problems).not.toContain(value);
  });
});

describe("hostOf", () => {
  test("returns the host without needing credentials, and undefined if none or two are configured", () => {
    expect(hostOf(sources(inConfig({ environment: "cybersource-test" })))).toBe("apitest.cybersource.com");
    expect(hostOf(sources(inConfig({ host: "http://127.0.0.1:8480" })))).toBe("127.0.0.1:8480");
    expect(hostOf(sources({}))).toBeUndefined();
    expect(hostOf(sources(inConfig({ environment: "cybersource-test", host: "x.example" })))).toBeUndefined();
  });
});
