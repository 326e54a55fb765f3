import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { startPlatform, type Platform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin, urnOf } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { isSecret, NO_CHANGE, secret, UNKNOWN } from "./wire.js";

const KEY = "a2V5LXRoYXQtbm9ib2R5LW1heS1zZWU=";
const answer = (changed: object = {}): string =>
  JSON.stringify({
    submitTimeUtc: "2026-03-17T06:53:06+0000",
    status: "SUCCESS",
    keyInformation: {
      ...{ provider: "NRTD", tenant: "org", organizationId: "org", keyId: "key-id-of-the-key", key: KEY },
      ...{ keyType: "sharedSecret", status: "Active", expirationDate: "2099-03-17T06:53:06+0000" },
      ...changed,
    },
  });

let platform: Platform;
let engine: EngineLog;
let plugin: PluginProcess;
let folder: string;
let file: string;
beforeAll(async () => {
  platform = await startPlatform({ subscriptions: { firstStatus: "INACTIVE", signingKeyRequired: false } });
  engine = await startEngineLog();
  folder = createScratch("import");
  file = join(folder, "answer.json");
  plugin = await startPlugin({
    config: { host: platform.origin, authentication: "none" },
    environment: { CYBERSOURCE_IMPORT_KEY: "answer.json" },
    engineAddress: engine.address,
    folder,
  });
});
beforeEach(() => {
  engine.logged.splice(0);
});
afterAll(async () => {
  await plugin.stop();
  await engine.stop();
  await platform.close();
});

const requests = (): number => platform.journal.length;

test("a signing key is imported from the service's answer, without a request, and nothing is due afterwards", async () => {
  writeFileSync(file, answer());
  const before = requests();
  const { id, outs, inputs } = await plugin.read("WebhookSigningKey orders", "org", {});
  expect(id).toMatch(/^org\/[0-9a-f]{16}$/);
  expect(inputs).toEqual({ organizationId: "org" });
  expect([secret(outs.key), secret(outs.keyId)]).toEqual([KEY, "key-id-of-the-key"]);
  expect(outs).toMatchObject({ status: "ADOPTED", host: new URL(platform.origin).host });
  expect(outs).not.toHaveProperty("expiryDuration");
  for (const program of [{}, { expiryDuration: 730 }]) {
    const news = { ...inputs, ...program };
    expect((await plugin.diff("WebhookSigningKey orders", id, outs, news)).changes).toBe(NO_CHANGE);
  }
  const unknown = { ...inputs, expiryDuration: UNKNOWN };
  expect((await plugin.diff("WebhookSigningKey orders", id, outs, unknown)).replaces).toEqual(["expiryDuration"]);
  expect(requests()).toBe(before);
});

test("an OAuth credential is imported without its secret among the inputs, which Pulumi prints as code", async () => {
  writeFileSync(
    file,
    answer({
      keyType: "oAuthClientCredentials",
      provider: "org",
      tenant: "nrtd",
      clientKeyId: "client",
      key: "hush-hush",
    }),
  );
  const resource = "WebhookOAuthCredential orders";
  const { outs, inputs = {} } = await plugin.read(resource, "org", {});
  expect(inputs).toEqual({ organizationId: "org", clientId: "client" });
  expect(secret(outs.clientSecret)).toBe("hush-hush");
  expect(engine.logged.map(({ message, urn }) => ({ message, urn }))).toEqual([
    {
      message:
        "clientSecret can hold a secret, so the import leaves it out, and the generated code has an empty text in its place. " +
        "Write the value there, from an encrypted configuration value.",
      urn: urnOf(resource),
    },
  ]);
  // The engine checks the inputs that it got. A program that lacks the secret is refused as ever.
  expect((await plugin.check(resource, inputs, inputs)).reasons).toEqual([]);
  const missing = [expect.stringMatching(/^ERR_INPUT_MISSING: clientSecret is required/)];
  expect((await plugin.check(resource, {}, { ...inputs, renewBeforeDays: 3 })).reasons).toEqual(missing);
  expect((await plugin.check("WebhookOAuthCredential others", {}, inputs)).reasons).toEqual(missing);
});

test.each([
  [
    "WebhookOAuthCredential",
    "org",
    answer(),
    "the answer is that of a WebhookSigningKey, but a WebhookOAuthCredential is imported.",
  ],
  [
    "WebhookSigningKey",
    "other",
    answer(),
    "the key belongs to another organization than the id in `pulumi import`, which must be its organization.",
  ],
  [
    "WebhookSigningKey",
    "org",
    "",
    "the file that CYBERSOURCE_IMPORT_KEY names is empty. Pass the service's answer to CREATE or STORE.",
  ],
  [
    "WebhookSigningKey",
    "org",
    answer({ expirationDate: "2020-01-01T00:00:00Z" }),
    "the key has expired, so importing it is no use. Let the program create a new one.",
  ],
  [
    "WebhookVerificationKeys",
    "x",
    "",
    "a WebhookVerificationKeys is made only of what the program passes, so there is nothing to import.",
  ],
  [
    "WebhookEncryptionKey",
    "org",
    "",
    "the API can't read a WebhookEncryptionKey. Declare it with its certificate instead: `pulumi up` stores the certificate again, under another keyId.",
  ],
])("the import of a %s with the id %s is refused with the reason", async (type, id, text, reason) => {
  writeFileSync(file, text);
  await expect(plugin.read(`${type} orders`, id, {})).rejects.toThrow(
    `ERR_IMPORT_KEY: ${reason} Nothing was imported.`,
  );
});

test("without the variable, the import of a key says how to do it", async () => {
  const bare = await startPlugin({ config: { host: platform.origin, authentication: "none" } });
  await expect(bare.read("WebhookSigningKey orders", "org", {})).rejects.toThrow(
    "ERR_IMPORT_KEY: the API can't read a WebhookSigningKey. Save the service's answer to CREATE or STORE in a file that only " +
      "you can read, and name the file in the environment variable CYBERSOURCE_IMPORT_KEY. Nothing was imported.",
  );
  await bare.stop();
});

test("a subscription is imported by its id, as it is, and nothing is due afterwards", async () => {
  const resource = "WebhookSubscription orders";
  const news = {
    organizationId: "shop",
    webhookUrl: "https://hooks.example.com/in?token=t",
    healthCheckUrl: "https://hooks.example.com/up?token=t",
    description: "Which orders? #7",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    retryPolicy: { algorithm: "ARITHMETIC", firstRetry: 1, interval: 1, numberOfRetries: 3, deactivateFlag: false },
    securityPolicy: {
      securityType: "oAuth",
      config: {
        oAuthURL: "https://login.example.com/t",
        oAuthTokenType: "Bearer",
        additionalConfig: { client_id: "c" },
      },
    },
    active: false,
  };
  const { id } = await plugin.create(resource, news);
  engine.logged.splice(0);
  for (const asked of [id, `shop/${id}`]) {
    const { id: found, outs, inputs = {} } = await plugin.read(resource, asked, {});
    expect(found).toBe(id);
    expect(Object.keys(inputs).sort()).toEqual(
      ["active", "description", "name", "notificationScope", "organizationId", "products", "retryPolicy"].sort(),
    );
    expect(inputs).toMatchObject({
      organizationId: "shop",
      active: false,
      products: news.products,
      retryPolicy: news.retryPolicy,
    });
    expect(["webhookUrl", "healthCheckUrl", "securityPolicy"].map((name) => isSecret(outs[name]))).toEqual([
      true,
      true,
      true,
    ]);
    expect((await plugin.check(resource, {}, inputs)).reasons).toEqual([]);
    expect((await plugin.check(resource, {}, { ...inputs, webhookUrl: "" })).reasons).toEqual([
      expect.stringMatching(/^ERR_INPUT_INVALID: webhookUrl must be/),
    ]);
    expect((await plugin.diff(resource, id, outs, inputs)).changes).toBe(NO_CHANGE);
    expect((await plugin.diff(resource, id, outs, { ...inputs, webhookUrl: news.webhookUrl })).changes).toBe(NO_CHANGE);
  }
  // A row shows the same text once in a run.
  expect(engine.logged.map(({ message }) => message)).toEqual([
    "webhookUrl can hold a secret, so the import leaves it out, and the generated code has an empty text in its place. " +
      "Write the value there, from an encrypted configuration value.",
    "healthCheckUrl and securityPolicy can hold secrets, so the import leaves them out. They stay as they are at the " +
      "service unless the program gives them.",
    expect.stringContaining(" of shop has `active: false` and a healthCheckUrl: "),
  ]);
  const unknown = "00000000-0000-0000-0000-000000000000";
  expect((await plugin.read(resource, `shop/${unknown}`, {})).id).toBe("");
  await expect(plugin.read(resource, unknown, {})).rejects.toThrow(
    `ERR_SUBSCRIPTION_NOT_FOUND: ${new URL(platform.origin).host} has no subscription ${unknown}, or doesn't show it to these ` +
      "credentials. Nothing was imported. Check the id, and `environment` or `host` of the connection: `npx " +
      "pulumi-cybersource-webhooks subscriptions` lists the ids of an organization.",
  );
});

test("a policy without a config is imported without what the service adds, another one is left out, which is said", async () => {
  const resource = "WebhookSubscription policy";
  const news = {
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  };
  const config = { oAuthURL: "https://login.example.com/t", oAuthTokenType: "Bearer" };
  const plain = await plugin.create(resource, { ...news, organizationId: "plain" });
  const withConfig = { securityType: "oAuth", config };
  const other = await plugin.create(resource, { ...news, organizationId: "other", securityPolicy: withConfig });
  engine.logged.splice(0);
  const { outs, inputs = {} } = await plugin.read(resource, plain.id, {});
  expect(secret(outs.securityPolicy)).toMatchObject({ digitalSignatureEnabled: "yes" });
  expect(inputs.securityPolicy).toEqual({ securityType: "key" });
  expect((await plugin.diff(resource, plain.id, outs, inputs)).changes).toBe(NO_CHANGE);
  expect(engine.logged).toEqual([]);
  expect((await plugin.read(resource, other.id, {})).inputs).not.toHaveProperty("securityPolicy");
  expect(engine.logged.map(({ message }) => message)).toEqual([
    "securityPolicy can hold secrets, so the import leaves it out. It stays as it is at the service unless the program gives it.",
  ]);
});
