import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { type EngineLog, startEngineLog } from "../support/engine-log.js";
import { type PluginProcess, startPlugin } from "../support/plugin-process.js";
import { createScratch } from "../support/project.js";
import { NO_CHANGE } from "./wire.js";

const KEY = "WebhookSigningKey orders";
const SUBSCRIPTION = "WebhookSubscription orders";
const ANSWER = JSON.stringify({
  status: "SUCCESS",
  keyInformation: {
    ...{ organizationId: "org", keyId: "id", key: "a2V5LXRoYXQtbm9ib2R5LW1heS1zZWU=", keyType: "sharedSecret" },
    ...{ status: "Active", expirationDate: "2099-03-17T06:53:06+0000" },
  },
});

let main: Platform;
let india: Platform;
let engine: EngineLog;
let plugin: PluginProcess;
beforeAll(async () => {
  const subscriptions = { firstStatus: "INACTIVE", signingKeyRequired: false } as const;
  [main, india, engine] = await Promise.all([
    startPlatform({ subscriptions }),
    startPlatform({ subscriptions }),
    startEngineLog(),
  ]);
});
afterEach(async () => plugin.stop());
afterAll(async () => {
  await main.close();
  await india.close();
  await engine.stop();
});

interface StartOptions {
  /** Whether the default connection has a host. */
  readonly config?: boolean;
  /** The named connections, with their authentication; undefined for one without a host. */
  readonly connections?: Readonly<Record<string, "none" | undefined>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly provider?: string;
}
const startWith = async ({ config = false, connections, environment, provider }: StartOptions): Promise<void> => {
  const folder = createScratch("import-connections");
  writeFileSync(join(folder, "answer.json"), ANSWER);
  const named = Object.entries(connections ?? {}).map(
    ([name, authentication]) =>
      [name, authentication === undefined ? { merchantId: "m" } : { host: india.origin, authentication }] as const,
  );
  plugin = await startPlugin({
    config: {
      ...(config && { host: main.origin, authentication: "none" }),
      ...(named.length > 0 && { connections: JSON.stringify(Object.fromEntries(named)) }),
    },
    environment: { CYBERSOURCE_IMPORT_KEY: "answer.json", ...environment },
    engineAddress: engine.address,
    folder,
    ...(provider !== undefined && { provider }),
  });
  engine.logged.splice(0);
};

/** A plugin of a stack with two connections, or only the named one. @param named what the variable names, if it's set */
const start = (named?: string, isOnly = false): Promise<void> =>
  startWith({
    config: !isOnly,
    connections: { india: "none" },
    environment: named === undefined ? {} : { CYBERSOURCE_IMPORT_CONNECTION: named },
  });
const hostOf = ({ origin }: Platform): string => new URL(origin).host;
const sent = (): number => main.journal.length + india.journal.length;

test("a key has no host if several connections are configured and none is named, and is replaced under none of them", async () => {
  await start();
  const { id, outs, inputs = {} } = await plugin.read(KEY, "org", {});
  expect(outs).not.toHaveProperty("host");
  expect(engine.logged.map(({ message }) => message)).toEqual([
    "Several connections are configured, and none is named for this key, so its host isn't stored and changes of the host " +
      "don't replace it. To store it, import the key with CYBERSOURCE_IMPORT_CONNECTION set to the name of its connection.",
  ]);
  for (const program of [{}, { connection: "india" }]) {
    expect((await plugin.diff(KEY, id, outs, { ...inputs, ...program })).changes).toBe(NO_CHANGE);
  }
});

test("a key has no host if the default connection is configured, too, but has no host here", async () => {
  await startWith({
    config: false,
    connections: { india: "none" },
    environment: { CYBERSOURCE_MERCHANT_ID: "merchant" },
  });
  const { id, outs, inputs = {} } = await plugin.read(KEY, "org", {});
  expect(outs).not.toHaveProperty("host");
  expect(inputs).toEqual({ organizationId: "org" });
  expect(engine.logged.map(({ message }) => message)).toEqual([expect.stringContaining("its host isn't stored")]);
  expect((await plugin.diff(KEY, id, outs, inputs)).changes).toBe(NO_CHANGE);
});

test.each([
  ["india", { connection: "india" }, () => india],
  ["default", {}, () => main],
])("a key of the connection %s has its host, and the inputs name the connection", async (name, named, platform) => {
  await start(name);
  const { id, outs, inputs = {} } = await plugin.read(KEY, "org", {});
  expect(outs.host).toBe(hostOf(platform()));
  expect(inputs).toEqual({ organizationId: "org", ...named });
  expect(engine.logged).toEqual([]);
  expect((await plugin.diff(KEY, id, outs, inputs)).changes).toBe(NO_CHANGE);
  expect(sent()).toBe(0);
});

test("the only connection is taken, whatever its name", async () => {
  await start(undefined, true);
  const key = await plugin.read(KEY, "org", {});
  expect(key.outs.host).toBe(hostOf(india));
  expect(key.inputs).toEqual({ organizationId: "org", connection: "india" });
  expect((await plugin.diff(KEY, key.id, key.outs, key.inputs ?? {})).changes).toBe(NO_CHANGE);
  const news = {
    organizationId: "only",
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    connection: "india",
  };
  const { id } = await plugin.create(SUBSCRIPTION, news);
  engine.logged.splice(0);
  const { outs, inputs } = await plugin.read(SUBSCRIPTION, id, {});
  expect(outs).toMatchObject({ host: hostOf(india), connection: "india" });
  expect(inputs).toMatchObject({ connection: "india" });
  expect(engine.logged).toEqual([]);
});

test.each([
  ["indai", ""],
  ["indi", ' Did you mean "india"?'],
])("the connection %s, which isn't configured, is refused with the names of those that are", async (named, guess) => {
  const before = sent();
  await start(named);
  const reason =
    "the connection that CYBERSOURCE_IMPORT_CONNECTION names isn't configured, or has no host. These have one: " +
    `"default", "india".${guess} Nothing was imported.`;
  await expect(plugin.read(KEY, "org", {})).rejects.toThrow(`ERR_IMPORT_KEY: ${reason}`);
  await expect(plugin.read(SUBSCRIPTION, "id", {})).rejects.toThrow(`ERR_CONNECTION: ${reason}`);
  expect(sent()).toBe(before);
});

const REFUSED_SUBSCRIPTIONS: readonly [string, StartOptions, string][] = [
  [
    "several named connections, of which none is chosen,",
    { connections: { india: "none", us: "none" } },
    'several connections are configured: "india", "us". Set CYBERSOURCE_IMPORT_CONNECTION to the name of the one to import through.',
  ],
  [
    "a connection without a host",
    { connections: { india: undefined } },
    'no connection has a host. There are settings for "india". Set CYBERSOURCE_IMPORT_CONNECTION to the name of the one to ' +
      "import through: the error then says what it lacks.",
  ],
  [
    "a wrong name where no connection has a host",
    { connections: { india: undefined }, environment: { CYBERSOURCE_IMPORT_CONNECTION: "us" } },
    "the connection that CYBERSOURCE_IMPORT_CONNECTION names isn't configured, or has no host. No connection has one.",
  ],
  [
    "an explicit provider, where a connection is chosen,",
    { config: true, provider: "acme", environment: { CYBERSOURCE_IMPORT_CONNECTION: "india" } },
    "the connection that CYBERSOURCE_IMPORT_CONNECTION names isn't configured, or has no host. An explicit provider is one " +
      "connection and has no named ones. Unset CYBERSOURCE_IMPORT_CONNECTION to import through that.",
  ],
];
test.each(REFUSED_SUBSCRIPTIONS)("a subscription of %s is refused with what to do", async (_, options, reason) => {
  const before = sent();
  await startWith(options);
  await expect(plugin.read(SUBSCRIPTION, "id", {})).rejects.toThrow(`ERR_CONNECTION: ${reason} Nothing was imported.`);
  expect(sent()).toBe(before);
});

test("settings of a chosen connection that has no host are named, also in the import of a subscription", async () => {
  await startWith({ connections: { india: undefined }, environment: { CYBERSOURCE_IMPORT_CONNECTION: "india" } });
  await expect(plugin.read(SUBSCRIPTION, "id", {})).rejects.toThrow(
    'ERR_CONNECTION: connection "india" cannot be used, and nothing was sent:\n  - environment is missing',
  );
});

test.each<[string, string | undefined, Record<string, string>]>([
  ["an explicit provider, whatever the environment names,", "acme", { CYBERSOURCE_INDIA_HOST: "api.in.example.com" }],
  ["a stack with a variable of another connection", undefined, { CYBERSOURCE_SANDBOX_MERCHANT_ID: "m" }],
])("a key of %s has the host of the default connection", async (_, provider, environment) => {
  await startWith({ config: true, environment, ...(provider !== undefined && { provider }) });
  const { outs, inputs } = await plugin.read(KEY, "org", {});
  expect(outs.host).toBe(hostOf(main));
  expect(inputs).toEqual({ organizationId: "org" });
  expect(engine.logged).toEqual([]);
});

test.each<[string, string | undefined, Record<string, string>]>([
  ["an explicit provider", "acme", { CYBERSOURCE_INDIA_HOST: "api.in.example.com" }],
  ["a stray variable", undefined, { CYBERSOURCE_SANDBOX_MERCHANT_ID: "m" }],
])("without a host, a key of %s has none, no other connection, and a notice", async (_, provider, environment) => {
  await startWith({ environment, ...(provider !== undefined && { provider }) });
  const { outs, inputs } = await plugin.read(KEY, "org", {});
  expect(outs).not.toHaveProperty("host");
  expect(inputs).toEqual({ organizationId: "org" });
  expect(engine.logged.map(({ message }) => message)).toEqual([
    "No connection with a host is configured, so the host of this key isn't stored and changes of the host don't replace it. " +
      "To store it, configure the key's connection before you import the key.",
  ]);
});

test("a subscription of a named connection is imported through it", async () => {
  await start("india");
  const news = {
    organizationId: "shop",
    webhookUrl: "https://hooks.example.com/in",
    products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
    connection: "india",
  };
  const { id } = await plugin.create(SUBSCRIPTION, news);
  const { outs, inputs = {} } = await plugin.read(SUBSCRIPTION, id, {});
  expect(outs).toMatchObject({ host: hostOf(india), connection: "india" });
  expect(inputs).toMatchObject({ connection: "india" });
  expect((await plugin.diff(SUBSCRIPTION, id, outs, news)).changes).toBe(NO_CHANGE);
  expect(main.journal).toEqual([]);
});
