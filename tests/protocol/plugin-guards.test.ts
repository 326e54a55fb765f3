import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { startPlatform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { type Bag } from "../support/provider-client.js";
import { CHANGE, isSecret, NO_CHANGE, secret, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN } from "./wire.js";

const HOST = { host: "http://127.0.0.1:9", authentication: "none" };
const VERSION_TOLD = /(?<=plugin is )\d+\.\d+\.\d+/;
const marked = (value: string): Bag => ({ [SIGNATURE_KEY]: SECRET_SIGNATURE, value });

let engine: EngineLog;
let plugin: PluginProcess;
let folder: string;
beforeAll(async () => {
  engine = await startEngineLog();
  folder = createScratch("guards");
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: yaml\n");
  plugin = await startPlugin({ config: HOST, engineAddress: engine.address, folder });
});
afterAll(async () => {
  await plugin.stop();
  await engine.stop();
});

const reasonsOf = async (resource: string, news: Bag): Promise<string[]> =>
  (await plugin.check(resource, {}, news)).reasons;

test("a second signing key for one organization is refused, but the first one can be checked again", async () => {
  const news = { organizationId: "Acme" };
  expect(await reasonsOf("WebhookSigningKey one", news)).toEqual([]);
  expect(await reasonsOf("WebhookSigningKey one", news)).toEqual([]);
  expect(await reasonsOf("WebhookSigningKey two", { organizationId: "acme", tenant: UNKNOWN })).toEqual([]);
  expect(await reasonsOf("WebhookSigningKey two", { organizationId: "acme" })).toEqual([
    'ERR_RIVAL_KEYS: the signing keys "one" and "two" are for the same organization, provider, tenant and host. The service ' +
      "keeps only the key that was created last. The other one is dead, although Pulumi shows both as healthy. Remove one of " +
      "them. If both have already been created, rotate the one that you keep, because it may be the dead one: `pulumi up " +
      "--target-replace URN --target-dependents`.",
  ]);
});

test("a second subscription for one event is refused", async () => {
  const news = {
    organizationId: "shop",
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  };
  expect(await reasonsOf("WebhookSubscription one", news)).toEqual([]);
  const [reason, ...others] = await reasonsOf("WebhookSubscription two", news);
  expect(reason).toMatch(
    /^ERR_RIVAL_SUBSCRIPTIONS: the subscriptions "one" and "two" both ask for tms\.networktoken\.updated of tokenManagement for the same organization\. /,
  );
  expect(others).toEqual([]);
});

test("a secret organizationId is refused, in words that fit the resource", async () => {
  const key = await plugin.check("WebhookSigningKey hidden", {}, { organizationId: marked("quiet_org") });
  expect(key.reasons).toEqual([
    "ERR_INPUT_SECRET: organizationId of \"hidden\" is a secret value, but it's a part of the resource's id, which Pulumi " +
      "shows and stores in plain text. Pass it as a plain value: an organization id isn't a credential.",
  ]);
  const [subscription = ""] = await reasonsOf("WebhookSubscription hidden", { organizationId: marked("quiet_org") });
  expect(subscription).toContain("is a secret value, but it stands in the state and in messages in plain text.");
});

test("a wrong input is told without naming a property, whose value the CLI would print", async () => {
  const { reasons, properties } = await plugin.check(
    "WebhookOAuthCredential x",
    {},
    {
      organizationId: "org",
      clientId: "client",
      clientSecert: "hush-hush-hush",
    },
  );
  expect(properties).toEqual(["", ""]);
  expect(reasons.join(" ")).toContain("Did you mean clientSecret?");
  expect(reasons.join(" ")).not.toContain("hush");
});

test("a connection that can't be used is told once, on the row of the resource", async () => {
  engine.logged.splice(0);
  await reasonsOf("WebhookOAuthCredential a", {
    organizationId: "o",
    clientId: "c",
    clientSecret: "s",
    connection: "prodution",
  });
  await reasonsOf("WebhookOAuthCredential b", {
    organizationId: "o",
    clientId: "c",
    clientSecret: "s",
    connection: "prodution",
  });
  expect(engine.logged).toEqual([
    {
      severity: LogSeverity.WARNING,
      message:
        'cybersource-webhooks: the connection "prodution", which "a" uses, cannot send a request: nothing configures it. There are settings for default',
      urn: "urn:pulumi:dev::shop::cybersource-webhooks:index:WebhookOAuthCredential::a",
    },
  ]);
});

test("a key that a run keeps is told to be due, or to expire soon", async () => {
  engine.logged.splice(0);
  const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const olds = { organizationId: "org", keyId: "i", key: "k", host: "127.0.0.1:9", submitTimeUtc: inDays(-300) };
  await plugin.diff(
    "WebhookSigningKey a",
    "id",
    { ...olds, expirationDate: marked(inDays(10)) },
    { organizationId: "org" },
  );
  expect(engine.logged.map(({ message }) => message)).toEqual([
    "This key expires within 30 days and is replaced only after that. To renew it in time, set renewBeforeDays.",
  ]);
});

test("a new key whose date can't be read is told in the run that creates it", async () => {
  const platform = await startPlatform();
  platform.fault({ kind: "edit", made: true, set: { "keyInformation.expirationDate": "in a year" } });
  const config = { host: platform.origin, authentication: "none" };
  const creating = await startPlugin({ config, engineAddress: engine.address });
  engine.logged.splice(0);
  await creating.create("WebhookSigningKey a", { organizationId: "org" });
  await creating.stop();
  await platform.close();
  const errors = engine.logged.filter(({ severity }) => severity === LogSeverity.ERROR);
  expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/^ERR_KEY_DATE_UNREADABLE: /)]);
});

test.each([
  [["*"], true],
  [["overlapDays", "current.keyId"], true],
  [["overlapDays", "currently"], false],
  [[], false],
])("ignoreChanges %j keeps new keys from receivers, which is told in every run: %s", async (ignoreChanges, isTold) => {
  engine.logged.splice(0);
  const current = { keyId: "i", key: "k", expirationDate: new Date(Date.now() + 86_400_000).toISOString() };
  // A row shows the same text once in a run.
  const name = ignoreChanges.join("-");
  await plugin.diff(`WebhookVerificationKeys ${name}`, "id", { current, keys: [current] }, { current }, ignoreChanges);
  const told = engine.logged.map(({ severity, message, urn }) => ({ severity, message, urn }));
  const warning = {
    severity: LogSeverity.WARNING,
    message:
      "ignoreChanges keeps new signing keys out of this resource: after the next rotation, receivers refuse every " +
      "notification. Remove `current` and `*` from ignoreChanges.",
    urn: `urn:pulumi:dev::shop::cybersource-webhooks:index:WebhookVerificationKeys::${name}`,
  };
  expect(told).toEqual(isTold ? [warning] : []);
});

test("nothing is checked while Pulumi's legacy diff would let keys expire", async () => {
  const legacy = await startPlugin({ config: HOST, environment: { PULUMI_ENABLE_LEGACY_DIFF: "true" } });
  const { reasons } = await legacy.check("WebhookSigningKey a", {}, { organizationId: "org" });
  await legacy.stop();
  expect(reasons).toEqual([
    "ERR_LEGACY_DIFF: PULUMI_ENABLE_LEGACY_DIFF is set. With it, Pulumi doesn't check whether keys are due, and they expire " +
      "unnoticed. Unset it and run again.",
  ]);
});

test("the configuration of a provider comes back with every credential as a secret, however it's spelled", async () => {
  const connections = JSON.stringify({ india: { merchantSecretKey: "c2VjcmV0" } });
  const given = { ...HOST, merchantId: "m", merchantSecretKey: "s", p12: "p", p12password: "w", connections };
  const { inputs, reasons } = await plugin.checkConfig(given);
  expect(reasons).toEqual([]);
  const secrets = Object.keys(inputs).filter((name) => isSecret(inputs[name]));
  expect(secrets.sort()).toEqual(["connections", "merchantSecretKey", "p12", "p12password"]);
  expect(secret(inputs.merchantSecretKey)).toBe("s");
  const withoutCredentials = JSON.stringify({ india: { merchantId: "m" } });
  expect((await plugin.checkConfig({ connections: withoutCredentials })).inputs.connections).toBe(withoutCredentials);
  const unreadable = '{"india":{"merchantSecretKey":"c2VjcmV0"}';
  expect(secret((await plugin.checkConfig({ connections: unreadable })).inputs.connections)).toBe(unreadable);
});

test("a credential that the stack's file has in plain text is refused, an encrypted one isn't", async () => {
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(
    file,
    "config:\n  cybersource-webhooks:merchantSecretKey: in-the-clear-0123\n  cybersource-webhooks:connections:\n    india: { p12Password: also-in-the-clear }\n",
  );
  const connections = JSON.stringify({ india: { p12Password: "also-in-the-clear" } });
  const { reasons } = await plugin.checkConfig({ merchantSecretKey: "in-the-clear-0123", connections });
  expect(reasons).toEqual([
    "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
      "the credential. Then encrypt it:\n  pulumi config set --secret 'cybersource-webhooks:merchantSecretKey'\n" +
      "  pulumi config set --secret --path 'cybersource-webhooks:connections.india.p12Password'",
  ]);
  writeFileSync(file, "config:\n  cybersource-webhooks:merchantSecretKey:\n    secure: v1:abc\n");
  expect((await plugin.checkConfig({ merchantSecretKey: "in-the-clear-0123" })).reasons).toEqual([]);
});

test.each([
  ["its key", "  cybersource-webhooks:merchantSecretKey: in-the-clear-0123\n"],
  ["`value`", "  cybersource-webhooks:merchantSecretKey:\n    value: in-the-clear-0123\n"],
  ["`default`", '  cybersource-webhooks:merchantSecretKey: { type: string, default: "in-the-clear-0123" }\n'],
])("a credential that the project's file has in plain text after %s is refused", async (_what, config) => {
  const bare = createScratch("guards-project");
  const file = join(bare, "Pulumi.yaml");
  writeFileSync(file, `name: shop\nruntime: yaml\nconfig:\n${config}`);
  const own = await startPlugin({ config: HOST, folder: bare });
  const given = { merchantSecretKey: "in-the-clear-0123" };
  const { reasons } = await own.checkConfig(given);
  expect(reasons).toEqual([
    "ERR_CONFIG_NOT_SECRET: the stack's configuration contains a credential in plain text. If the file was shared, replace " +
      "the credential. Then encrypt it:\n  pulumi config set --secret 'cybersource-webhooks:merchantSecretKey'\n" +
      "and remove it from the project's file, Pulumi.yaml.",
  ]);
  writeFileSync(file, "name: shop\nruntime: yaml\n");
  expect((await own.checkConfig(given)).reasons).toEqual([]);
  await own.stop();
});

test("an SDK of another version is told in one line", async () => {
  engine.logged.splice(0);
  await plugin.checkConfig({ version: "0.0.1" });
  await plugin.checkConfig({ version: await plugin.version() });
  expect(engine.logged.map(({ message }) => message.replace(VERSION_TOLD, "VERSION"))).toEqual([
    "cybersource-webhooks: the SDK of this program is of version 0.0.1, but the plugin is VERSION. Use one version of both: " +
      "run `pulumi package add` again, or install the plugin of the SDK's version.",
  ]);
});

test("a changed setting updates the provider, and never replaces it", async () => {
  const olds = { host: "one", merchantSecretKey: marked("s") };
  expect(await plugin.diffConfig(olds, { host: "one", merchantSecretKey: "s" })).toMatchObject({ changes: NO_CHANGE });
  expect(await plugin.diffConfig(olds, { host: "two", merchantSecretKey: "s" })).toEqual({
    changes: CHANGE,
    replaces: [],
    deleteBeforeReplace: false,
    detailed: { host: "UPDATE of an input" },
  });
});
