import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginOptions, type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { type Bag } from "../support/provider-client.js";

const COMPLETE = {
  host: "http://127.0.0.1:9",
  merchantId: "m",
  merchantKeyId: "key-id",
  merchantSecretKey: "c2VjcmV0",
};
const KEY = "WebhookSigningKey orders";

const started: PluginProcess[] = [];
const start = async (options: PluginOptions): Promise<PluginProcess> => {
  const plugin = await startPlugin(options);
  started.push(plugin);
  return plugin;
};
afterEach(async () => {
  for (const plugin of started.splice(0)) await plugin.stop();
});

let engine: EngineLog;
beforeAll(async () => {
  engine = await startEngineLog();
});
afterAll(() => engine.stop());

/** What a provider with these settings warns of when it checks a key. */
const warningsOf = async (
  config: Bag,
  options: { provider?: string; environment?: Record<string, string> } = {},
): Promise<string[]> => {
  const plugin = await start({ config, engineAddress: engine.address, ...options });
  engine.logged.splice(0);
  await plugin.check(KEY, {}, { organizationId: "org" });
  return engine.logged
    .filter(({ severity }) => severity === LogSeverity.WARNING)
    .map(({ message }) => message)
    .filter((message) => message.startsWith("cybersource-webhooks: the connection "));
};
const IGNORES = 'cybersource-webhooks: the connection "default", which "orders" uses, ignores';

test.each<[what: string, written: Bag, environment: Record<string, string>, ignored: string]>([
  [
    "a setting",
    { p12Pasword: "word" },
    {},
    "cybersource-webhooks:p12Pasword, which isn't a setting: did you mean cybersource-webhooks:p12Password? Rename or remove it",
  ],
  [
    "a variable",
    {},
    { CYBERSOURCE_PORTFOLIOID: "p" },
    "CYBERSOURCE_PORTFOLIOID, which isn't a setting: did you mean CYBERSOURCE_PORTFOLIO_ID? Rename or remove it",
  ],
  [
    "a key without --path",
    { "default.permissions": "100" },
    {},
    "cybersource-webhooks:default.permissions, which isn't a setting: was --path forgotten, as in pulumi config set --path " +
      "'cybersource-webhooks:permissions'? Remove it: pulumi config rm 'cybersource-webhooks:default.permissions'",
  ],
  [
    "a setting without a value",
    { portfolioId: "" },
    {},
    "cybersource-webhooks:portfolioId, which has no value: give it one, or remove it with `pulumi config rm " +
      "cybersource-webhooks:portfolioId`",
  ],
])("%s without an effect is told beside a complete connection", async (_, written, environment, ignored) => {
  expect(await warningsOf({ ...COMPLETE, ...written }, { environment })).toEqual([`${IGNORES} ${ignored}`]);
});

test("a key without --path is told beside what is missing", async () => {
  const { merchantSecretKey: _, ...rest } = COMPLETE;
  const config = { connections: JSON.stringify({ us: rest }), "connections.us.merchantSecretKey": "c2VjcmV0" };
  const plugin = await start({ config });
  await expect(plugin.create(KEY, { organizationId: "org", connection: "us" })).rejects.toThrow(
    "merchantSecretKey is missing (cybersource-webhooks:connections.us.merchantSecretKey is set, but nothing reads it: was " +
      "--path forgotten, as in pulumi config set --secret --path 'cybersource-webhooks:connections.us.merchantSecretKey'?): ",
  );
});

test("an explicit provider names its inputs", async () => {
  const warnings = await warningsOf({ ...COMPLETE, merchantid: "m", portfolioId: "" }, { provider: "acme" });
  expect(warnings).toEqual([
    `${IGNORES} the provider's input portfolioId, which has no value: give it one, or leave it out`,
  ]);
  const { merchantId: merchantid, ...others } = COMPLETE;
  expect(await warningsOf({ ...others, merchantid }, { provider: "acme" })).toEqual([
    `${IGNORES} the provider's input merchantid, which isn't a setting: did you mean the provider's input merchantId? Rename or remove it`,
  ]);
});

test("a file that can't be parsed is told once", async () => {
  const folder = createScratch("settings");
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: { x");
  const plugin = await start({ engineAddress: engine.address, folder });
  engine.logged.splice(0);
  for (const merchantSecretKey of ["one", "two"]) await plugin.checkConfig({ merchantSecretKey });
  expect(engine.logged.map(({ message }) => message)).toEqual([
    "cybersource-webhooks: the file of the stack dev can't be parsed here, so it isn't looked through for credentials in plain " +
      "text. Write it as plain YAML, without what only some parsers accept. Until then, find them with `npx " +
      "pulumi-cybersource-webhooks check-access --stack dev`.",
  ]);
});

test("a required setting without a value isn't called missing", async () => {
  const plugin = await start({
    config: { ...COMPLETE, merchantSecretKey: "" },
    environment: { CYBERSOURCE_MERCHANT_SECRET_KEY: "" },
  });
  await expect(plugin.create(KEY, { organizationId: "org" })).rejects.toThrow(
    'ERR_CONNECTION: connection "default" cannot be used, and nothing was sent:\n' +
      "  - merchantSecretKey (stack configuration and environment variable CYBERSOURCE_MERCHANT_SECRET_KEY) is empty: pulumi " +
      "config set --secret cybersource-webhooks:merchantSecretKey, or the environment variable CYBERSOURCE_MERCHANT_SECRET_KEY",
  );
});

test("a variable for `pulumi import` without a value is called empty", async () => {
  const plugin = await start({ config: COMPLETE, environment: { CYBERSOURCE_IMPORT_KEY: "" } });
  await expect(plugin.read(KEY, "org", {})).rejects.toThrow(
    "and name the file in the environment variable CYBERSOURCE_IMPORT_KEY, which is empty. Nothing was imported.",
  );
});
